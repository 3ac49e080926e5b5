//! A parameter of a type without a name.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: impl Into<String>) -> Result<String, ShopError> {
    Ok(order.into())
}

fn main() {}
