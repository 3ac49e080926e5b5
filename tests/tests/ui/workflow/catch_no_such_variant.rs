//! An error variant that the task's type does not have.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err(ShopError::Offline) => Ok(order.id),
        Err(other) => Err(other),
    }
}

fn main() {}
