//! A workflow that is awaited as a task would be.

mod shop;
use shop::*;

#[workflow]
async fn pack(order: Order) -> Result<u32, ShopError> {
    reserve(&order.items[0]).await
}

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let cents = pack(order).await?;
    Ok(cents)
}

fn main() {}
