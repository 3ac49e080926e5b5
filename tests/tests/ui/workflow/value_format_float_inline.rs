//! A float in braces.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let weight = order.weight;
    notify(format!("{weight} kg")).await?;
    Ok(order.id)
}

fn main() {}
