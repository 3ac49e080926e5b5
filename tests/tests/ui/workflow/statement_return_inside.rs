//! `return` inside a larger expression.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let quantity = order.quantity + return Ok(order.id);
    Ok(format!("{quantity}"))
}

fn main() {}
