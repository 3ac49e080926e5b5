//! Unlike numbers compared.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.weight > order.quantity {
        return Err(ShopError::Network);
    }
    Ok(order.id)
}

fn main() {}
