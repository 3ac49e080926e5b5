//! A task that does not exist.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    ship(order.id).await
}

fn main() {}
