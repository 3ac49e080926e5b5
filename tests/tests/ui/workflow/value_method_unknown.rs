//! A method that has no form.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(order.id.escape_default().to_string())
}

fn main() {}
