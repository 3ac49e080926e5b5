//! An operand that may fault before a task's call.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    Ok(order.quantity - 1 + reserve(&order.items[0]).await?)
}

fn main() {}
