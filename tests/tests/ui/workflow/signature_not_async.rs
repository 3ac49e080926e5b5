//! A workflow that is not async.

mod shop;
use shop::*;

#[workflow]
fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
