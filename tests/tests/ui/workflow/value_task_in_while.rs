//! A task in the condition of `while`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    while reserve(&order.items[0]).await? > 5 {
        notify(order.id.clone()).await?;
    }
    Ok(order.id)
}

fn main() {}
