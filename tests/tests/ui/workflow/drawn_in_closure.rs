//! A random number for each item of a list.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<f64>, ShopError> {
    let weights: Vec<f64> = order.items.iter().map(|_| random()).collect();
    Ok(weights)
}

fn main() {}
