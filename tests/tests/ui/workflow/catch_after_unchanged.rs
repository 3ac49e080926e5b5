//! An arm after the one that returns the error.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { reason }) => Ok(reason),
        Err(other) => Err(other),
        Err(ShopError::Network) => Ok(order.id),
    }
}

fn main() {}
