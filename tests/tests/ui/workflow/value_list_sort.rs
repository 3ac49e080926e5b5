//! A list is sorted in place.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<Item>, ShopError> {
    let mut items = order.items;
    items.sort_by_key(|item| item.cents);
    Ok(items)
}

fn main() {}
