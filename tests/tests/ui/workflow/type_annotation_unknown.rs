//! A type of a variable that does not exist.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let id: Missing = order.id;
    Ok(id)
}

fn main() {}
