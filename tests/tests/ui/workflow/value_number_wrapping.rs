//! `wrapping_add`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    Ok(order.quantity.wrapping_add(1))
}

fn main() {}
