//! A tuple's last element.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let (.., last) = (order.id, order.quantity);
    Ok(format!("{last}"))
}

fn main() {}
