//! A duration that is added to a number.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    Ok(order.quantity + Duration::from_secs(60))
}

fn main() {}
