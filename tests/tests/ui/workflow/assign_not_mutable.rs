//! A variable that is not `mut`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let total = order.quantity;
    total += 1;
    charge(&order.id, total).await
}

fn main() {}
