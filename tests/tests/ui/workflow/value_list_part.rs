//! A part of a list that is not borrowed.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<Item>, ShopError> {
    let items = order.items[1..3];
    Ok(items.to_vec())
}

fn main() {}
