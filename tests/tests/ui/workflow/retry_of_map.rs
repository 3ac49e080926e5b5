//! A map that is tried again.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<String>, ShopError> {
    map(&order.items, |item| charge(&item.sku, 1)).retry(retrier!(max_attempts = 1)).await
}

fn main() {}
