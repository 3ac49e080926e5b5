//! A float cast to an integer.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    Ok(order.weight as u32)
}

fn main() {}
