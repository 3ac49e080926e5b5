//! An unsafe block.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let id = unsafe { order.id };
    Ok(id)
}

fn main() {}
