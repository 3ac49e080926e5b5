//! Options collected into one.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<usize, ShopError> {
    let found: Option<Vec<u32>> = order.items.iter().map(|item| Some(item.cents)).collect();
    Ok(found.map(|cents| cents.len()).unwrap_or(0))
}

fn main() {}
