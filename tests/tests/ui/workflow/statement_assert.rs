//! A macro that panics.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    assert!(order.quantity > 0);
    Ok(order.id)
}

fn main() {}
