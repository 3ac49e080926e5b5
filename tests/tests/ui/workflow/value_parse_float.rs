//! A float parsed.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Option<f64>, ShopError> {
    Ok(order.id.parse::<f64>().ok())
}

fn main() {}
