//! A value that is overwritten before it is read.

#![deny(unused)]

#[expect(unused, reason = "each workflow uses some of it")]
mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut fee = 1;
    fee = order.quantity;
    charge(&order.id, fee).await
}

fn main() {}
