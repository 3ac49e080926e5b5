//! A timeout that is a number.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, 1).timeout(30).await
}

fn main() {}
