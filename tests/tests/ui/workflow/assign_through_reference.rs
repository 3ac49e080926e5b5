//! A reference through which a variable changes.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut order = order;
    let quantity = &mut order.quantity;
    *quantity = 2;
    Ok(order.id)
}

fn main() {}
