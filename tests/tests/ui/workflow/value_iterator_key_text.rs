//! The item with the least text.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Option<Item>, ShopError> {
    let first = order.items.into_iter().min_by_key(|item| item.sku.clone());
    Ok(first)
}

fn main() {}
