//! A guard on an error.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { reason }) if reason.is_empty() => Ok(order.id),
        Err(other) => Err(other),
    }
}

fn main() {}
