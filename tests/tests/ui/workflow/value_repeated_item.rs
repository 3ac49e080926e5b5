//! A list of one value many times.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let counts = [order.quantity; 3];
    Ok(format!("{}", counts.len()))
}

fn main() {}
