//! A task in an iterator's closure.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<u32>, ShopError> {
    let prices: Vec<u32> = order.items.iter().map(|item| reserve(item).await).collect();
    Ok(prices)
}

fn main() {}
