//! A range pattern that ends with a variable.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let most = 5;
    match order.quantity {
        0..=most => Ok(order.id),
        _ => Ok(String::new()),
    }
}

fn main() {}
