//! A field changed.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut order = order;
    order.quantity = 2;
    charge(&order.id, order.quantity).await
}

fn main() {}
