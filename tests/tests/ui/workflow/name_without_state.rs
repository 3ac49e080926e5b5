//! A name where there is no state.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    #[state(name = "Double")]
    let double = order.quantity * 2;
    charge(&order.id, double).await
}

fn main() {}
