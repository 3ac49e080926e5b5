//! Arithmetic on `f32`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let ratio: f32 = 0.5;
    let double = ratio * 2.0;
    notify(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
