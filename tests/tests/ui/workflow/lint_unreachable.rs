//! Code after `return`.

#![deny(unused_variables, unused_mut, unused_assignments, unused_must_use, unreachable_code)]

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    return charge(&order.id, 1).await;
    Ok(order.id)
}

fn main() {}
