//! Options of `#[workflow]`, which has none.

mod shop;
use shop::*;

#[workflow(timeout = "30s")]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
