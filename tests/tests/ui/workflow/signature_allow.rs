//! A lint that there is not.

mod shop;
use shop::*;

#[workflow(allow(history_limits, payload_limit))]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
