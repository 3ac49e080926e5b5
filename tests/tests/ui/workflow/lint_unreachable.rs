//! Code after `return`.

#![deny(unused)]

#[expect(unused, reason = "each workflow uses some of it")]
mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    return charge(&order.id, 1).await;
    Ok(order.id)
}

fn main() {}
