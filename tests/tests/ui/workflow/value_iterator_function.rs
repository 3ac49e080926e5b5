//! A function instead of a closure.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<Item>, ShopError> {
    let items: Vec<Item> = order.items.iter().map(Item::clone).collect();
    Ok(items)
}

fn main() {}
