//! A value that is computed for nothing.

#![deny(unused_variables, unused_mut, unused_assignments, unused_must_use, unreachable_code)]

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    order.id.clone();
    charge(&order.id, 1).await
}

fn main() {}
