//! Unlike types compared.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.quantity == order.id {
        return Err(ShopError::Network);
    }
    Ok(order.id)
}

fn main() {}
