//! An iterator is kept in a variable.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<(), ShopError> {
    let items = order.items.iter();
    for item in items {
        reserve(item).await?;
    }
    Ok(())
}

fn main() {}
