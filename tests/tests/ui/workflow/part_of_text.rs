//! A part of text.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let start = order.id[0..2].to_string();
    Ok(start)
}

fn main() {}
