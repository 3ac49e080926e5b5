//! An option that tasks do not have.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, 1).max_concurrency(3).await
}

fn main() {}
