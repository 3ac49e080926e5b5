//! `signum` of a float, which tells 0 from -0.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<f64, ShopError> {
    Ok(order.weight.signum())
}

fn main() {}
