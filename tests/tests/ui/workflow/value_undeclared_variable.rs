//! A variable that does not exist.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&card, 1).await
}

fn main() {}
