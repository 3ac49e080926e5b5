//! A task that is started as a workflow would be.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    start_execution(reserve(&order.items[0])).await
}

fn main() {}
