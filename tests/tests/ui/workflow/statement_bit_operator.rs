//! An operator on bits.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, order.quantity << 2).await
}

fn main() {}
