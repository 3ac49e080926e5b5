//! A variable without a value.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let id;
    id = order.id;
    Ok(id)
}

fn main() {}
