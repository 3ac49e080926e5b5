//! An integer and a float added.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<f64, ShopError> {
    let sum = order.quantity + order.weight;
    notify(order.id.clone()).await?;
    Ok(sum)
}

fn main() {}
