//! A `map` over what is not a list.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<u32>, ShopError> {
    let prices = map(&order.quantity, |item| reserve(item)).await?;
    Ok(prices)
}

fn main() {}
