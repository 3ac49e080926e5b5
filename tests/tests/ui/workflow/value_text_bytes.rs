//! Positions in bytes.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<bool, ShopError> {
    Ok(order.id.find('-').is_some())
}

fn main() {}
