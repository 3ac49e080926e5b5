//! A moment that may not be reached.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.items.is_empty() && random() < 0.5 {
        return Err(ShopError::Network);
    }
    Ok(order.id)
}

fn main() {}
