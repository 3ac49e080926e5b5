//! A number added to text.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, order.id + order.quantity).await
}

fn main() {}
