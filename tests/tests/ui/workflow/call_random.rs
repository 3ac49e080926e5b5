//! A random value.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let id = uuid::Uuid::new_v4().to_string();
    Ok(id)
}

fn main() {}
