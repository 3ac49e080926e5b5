//! A parameter that is an `f32`.

mod shop;
use shop::*;

#[task]
async fn keep(ratio: f32) -> Result<(), ShopError> {
    drop(ratio);
    Ok(())
}

#[workflow]
async fn fulfil(ratio: f32) -> Result<(), ShopError> {
    keep(ratio).await
}

fn main() {}
