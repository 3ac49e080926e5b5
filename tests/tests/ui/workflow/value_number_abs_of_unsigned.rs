//! `abs` of what has no sign.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    Ok(order.quantity.abs())
}

fn main() {}
