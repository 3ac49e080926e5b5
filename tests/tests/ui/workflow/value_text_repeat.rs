//! `repeat`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id.repeat(2))
}

fn main() {}
