//! A function of the program that is called as the runtime's.

mod shop;
use shop::*;

#[workflow]
async fn pack(order: Order) -> Result<u32, ShopError> {
    reserve(&order.items[0]).await
}

async fn start_execution<T>(_started: T) -> Result<u32, ShopError> {
    Ok(1)
}

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    start_execution(pack(order)).await
}

fn main() {}
