//! A guard on alternatives that bind.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match (order.quantity, 2) {
        (0, _) => Ok(order.id),
        (n, 1) | (1, n) if n > 2 => Ok(format!("{n}")),
        _ => Ok(String::new()),
    }
}

fn main() {}
