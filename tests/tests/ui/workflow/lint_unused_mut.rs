//! `mut` for nothing.

#![deny(unused)]

#[expect(unused, reason = "each workflow uses some of it")]
mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut text = charge(&order.id, 1).await?;
    Ok(text)
}

fn main() {}
