//! A pattern that is computed.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match order.quantity {
        const { 1 + 1 } => Ok(order.id),
        _ => Ok(String::new()),
    }
}

fn main() {}
