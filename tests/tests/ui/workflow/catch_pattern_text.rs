//! An error that is matched by text.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err("Declined") => Ok(order.id),
        Err(other) => Err(other),
    }
}

fn main() {}
