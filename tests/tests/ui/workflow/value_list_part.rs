//! A part of a list.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<Item>, ShopError> {
    let items = order.items[1..3].to_vec();
    Ok(items)
}

fn main() {}
