//! An option that `#[workflow]` does not have.

mod shop;
use shop::*;

#[workflow(timeout = "30s")]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
