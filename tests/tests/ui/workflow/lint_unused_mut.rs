//! `mut` for nothing.

#![deny(unused_variables, unused_mut, unused_assignments, unused_must_use, unreachable_code)]

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut text = charge(&order.id, 1).await?;
    Ok(text)
}

fn main() {}
