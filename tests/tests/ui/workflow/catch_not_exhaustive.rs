//! A variant that no arm takes.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err(ShopError::Network) => Ok(order.id),
    }
}

fn main() {}
