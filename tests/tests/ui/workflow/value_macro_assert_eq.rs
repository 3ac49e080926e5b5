//! `assert_eq!`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    assert_eq!(order.quantity, 1);
    Ok(order.quantity)
}

fn main() {}
