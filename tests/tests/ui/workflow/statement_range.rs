//! A loop over a range.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    for number in 0..order.quantity {
        notify(format!("{number}")).await?;
    }
    Ok(order.id)
}

fn main() {}
