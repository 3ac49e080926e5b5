//! A caught error whose method is called.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err(error) => Ok(error.to_string()),
    }
}

fn main() {}
