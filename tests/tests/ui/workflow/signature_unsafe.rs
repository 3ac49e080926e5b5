//! A workflow that is unsafe.

mod shop;
use shop::*;

#[workflow]
async unsafe fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
