//! A field that the type does not have.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.card, 1).await
}

fn main() {}
