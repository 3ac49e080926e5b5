//! A part of a text.

mod shop;
use shop::*;

#[workflow]
async fn checkout(order: Order) -> Result<String, ShopError> {
    let start = &order.id[..3];
    Ok(start.to_string())
}

fn main() {}
