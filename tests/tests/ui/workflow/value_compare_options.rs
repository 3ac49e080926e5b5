//! Options compared.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.coupon == Some("x".to_string()) {
        return Err(ShopError::Network);
    }
    Ok(order.id)
}

fn main() {}
