//! The item with the least pair.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Option<Item>, ShopError> {
    let first = order.items.into_iter().min_by_key(|item| (item.cents, item.cents));
    Ok(first)
}

fn main() {}
