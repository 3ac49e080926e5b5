//! A function of a type.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, u32::pow(order.quantity, 2)).await
}

fn main() {}
