//! A join whose result is not looked at.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    try_join!(charge(&order.id, 1), notify(order.id.clone()));
    Ok(order.id)
}

fn main() {}
