//! A value of another type assigned.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut text = order.id.clone();
    text = order.quantity;
    charge(&text, 1).await
}

fn main() {}
