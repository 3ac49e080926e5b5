//! An integer and a float added.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, order.quantity + order.weight).await
}

fn main() {}
