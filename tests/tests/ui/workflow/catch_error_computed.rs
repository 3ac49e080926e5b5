//! An error that is computed.

mod shop;
use shop::*;

fn make(reason: String) -> ShopError {
    ShopError::Declined { reason }
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let reason = order.id;
    Err(make(reason))
}

fn main() {}
