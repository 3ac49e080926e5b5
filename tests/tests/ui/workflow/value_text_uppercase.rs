//! Letters of any script in upper case.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id.to_uppercase())
}

fn main() {}
