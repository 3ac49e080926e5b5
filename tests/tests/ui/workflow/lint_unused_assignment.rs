//! A value that is overwritten before it is read.

#![deny(unused_variables, unused_mut, unused_assignments, unused_must_use, unreachable_code)]

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut fee = 1;
    fee = order.quantity;
    charge(&order.id, fee).await
}

fn main() {}
