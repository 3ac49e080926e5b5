//! An async function that is not a task, with an error arm.

mod shop;
use shop::*;

async fn fetch(id: String) -> Result<String, ShopError> {
    Ok(id)
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match fetch(order.id.clone()).await {
        Ok(text) => Ok(text),
        Err(ShopError::Network) => Ok(order.id),
        Err(other) => Err(other),
    }
}

fn main() {}
