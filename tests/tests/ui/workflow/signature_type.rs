//! A type of workflow that there is not.

mod shop;
use shop::*;

#[workflow(type = "FAST")]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
