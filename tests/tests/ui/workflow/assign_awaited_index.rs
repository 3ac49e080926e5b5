//! A task in the place that is assigned.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut items = order.items;
    items[reserve(&items[0]).await? as usize].cents = 1;
    Ok(order.id)
}

fn main() {}
