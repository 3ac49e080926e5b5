//! A field that the variant does not have.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { cause, .. }) => Ok(cause),
        Err(other) => Err(other),
    }
}

fn main() {}
