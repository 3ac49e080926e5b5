//! A value without `Ok`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    order.id
}

fn main() {}
