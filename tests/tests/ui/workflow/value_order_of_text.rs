//! Text ordered.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.id < "m".to_string() {
        return Err(ShopError::Network);
    }
    Ok(order.id)
}

fn main() {}
