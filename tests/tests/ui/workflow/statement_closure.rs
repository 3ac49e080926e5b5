//! A closure that is no method's argument.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let double = |n: u32| n * 2;
    charge(&order.id, double(2)).await
}

fn main() {}
