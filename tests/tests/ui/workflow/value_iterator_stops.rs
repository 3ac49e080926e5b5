//! What is asked only of some items may fail for others.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<u32>, ShopError> {
    let cents: Vec<u32> = order.items.iter().map(|item| item.cents * 2).take(2).collect();
    Ok(cents)
}

fn main() {}
