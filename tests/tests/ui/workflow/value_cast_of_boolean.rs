//! A cast of a boolean.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let express = order.quantity > 1;
    charge(&order.id, express as u32).await
}

fn main() {}
