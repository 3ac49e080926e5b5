//! An execution of what is not a call.

mod shop;
use shop::*;

#[workflow]
async fn pack(order: Order) -> Result<u32, ShopError> {
    reserve(&order.items[0]).await
}

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    start_execution(order).await
}

fn main() {}
