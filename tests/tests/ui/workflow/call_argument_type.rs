//! An argument of the wrong type.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, order.weight).await
}

fn main() {}
