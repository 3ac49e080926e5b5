//! A type that is not in scope.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Receipt, ShopError> {
    Ok(order.id)
}

fn main() {}
