//! A variable that is called.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let quantity = order.quantity;
    charge(&order.id, quantity(2)).await
}

fn main() {}
