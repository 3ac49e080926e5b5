//! A parameter by reference.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: &Order) -> Result<String, ShopError> {
    Ok(order.id.clone())
}

fn main() {}
