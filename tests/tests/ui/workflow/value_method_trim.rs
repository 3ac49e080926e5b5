//! `trim`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let id = order.id.trim().to_string();
    Ok(id)
}

fn main() {}
