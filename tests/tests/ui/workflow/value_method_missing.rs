//! A method that the type does not have.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let text = order.quantity.to_ascii_uppercase();
    Ok(text)
}

fn main() {}
