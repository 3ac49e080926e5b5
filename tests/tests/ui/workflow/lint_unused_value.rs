//! A value that is computed for nothing.

#![deny(unused)]

#[expect(unused, reason = "each workflow uses some of it")]
mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    order.items.len();
    charge(&order.id, 1).await
}

fn main() {}
