//! `?` on what the body gives.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, order.quantity).await?
}

fn main() {}
