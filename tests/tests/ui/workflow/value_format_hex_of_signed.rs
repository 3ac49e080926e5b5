//! `{:x}` of a type with a sign.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(format!("{:x}", i64::from(order.quantity)))
}

fn main() {}
