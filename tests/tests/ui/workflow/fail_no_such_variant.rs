//! An error variant that the workflow's type does not have.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.quantity > 5 {
        return Err(ShopError::TooMany);
    }
    Ok(order.id)
}

fn main() {}
