//! A `map` with a function's name.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<u32>, ShopError> {
    let prices = map(&order.items, reserve).await?;
    Ok(prices)
}

fn main() {}
