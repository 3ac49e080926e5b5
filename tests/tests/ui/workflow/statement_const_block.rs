//! A form of Rust that has none.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let quantity = const { 1 + 1 };
    Ok(format!("{quantity}"))
}

fn main() {}
