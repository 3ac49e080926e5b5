//! A part of a list that may not be there.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<usize, ShopError> {
    let items = order.items.get(1..3);
    Ok(items.map(|items| items.len()).unwrap_or(0))
}

fn main() {}
