//! An execution that is started and not awaited.

mod shop;
use shop::*;

#[workflow]
async fn pack(order: Order) -> Result<u32, ShopError> {
    reserve(&order.items[0]).await
}

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    start_execution(pack(order.clone()));
    Ok(order.quantity)
}

fn main() {}
