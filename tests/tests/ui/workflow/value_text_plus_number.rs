//! A number added to text.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let text = order.id + order.quantity;
    Ok(text)
}

fn main() {}
