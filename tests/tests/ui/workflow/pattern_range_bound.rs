//! A range pattern that is computed.

mod shop;
use shop::*;

const LIMITS: (u32, u32) = (1, 2);

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match order.quantity {
        0..=LIMITS.0 => Ok(order.id),
        _ => Ok(String::new()),
    }
}

fn main() {}
