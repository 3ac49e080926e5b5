//! Text compared with a number.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.id == 5 {
        return Err(ShopError::Network);
    }
    Ok(order.id)
}

fn main() {}
