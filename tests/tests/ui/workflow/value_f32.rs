//! Arithmetic on `f32`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(ratio: f32) -> Result<f64, ShopError> {
    let double = ratio * 2.0;
    Ok(double as f64)
}

fn main() {}
