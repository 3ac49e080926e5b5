//! `powi`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<f64, ShopError> {
    Ok(order.weight.powi(2))
}

fn main() {}
