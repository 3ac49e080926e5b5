//! A task's call that is not awaited.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, 1);
    Ok(order.id)
}

fn main() {}
