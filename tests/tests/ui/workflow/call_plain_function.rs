//! A function that is not a task.

mod shop;
use shop::*;

fn double(n: u32) -> u32 {
    n * 2
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, double(order.quantity)).await
}

fn main() {}
