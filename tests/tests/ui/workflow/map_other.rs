//! Another `map`.

mod shop;
use shop::*;

fn map<I, F>(items: I, closure: F) -> (I, F) {
    (items, closure)
}

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<u32>, ShopError> {
    let prices = map(&order.items, |item| reserve(item)).await?;
    Ok(prices)
}

fn main() {}
