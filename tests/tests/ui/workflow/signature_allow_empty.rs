//! A lint that is given a value.

mod shop;
use shop::*;

#[workflow(allow(history_limit = true))]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
