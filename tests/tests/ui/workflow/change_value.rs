//! What `pop` gives.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut items = order.items;
    let last = items.pop();
    Ok(format!("{}", last.is_some()))
}

fn main() {}
