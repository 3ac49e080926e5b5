//! What sorting gives.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut items = order.items;
    let sorted = items.sort_by_key(|item| item.cents);
    Ok(order.id)
}

fn main() {}
