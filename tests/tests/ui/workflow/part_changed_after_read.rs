//! A list that is changed after it was read in the same expression.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut items = order.items;
    let pair = (items.len(), items.pop());
    Ok(format!("{} {}", pair.0, pair.1.is_some()))
}

fn main() {}
