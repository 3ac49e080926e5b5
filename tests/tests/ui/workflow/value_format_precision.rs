//! Digits after the point.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(format!("{:.2}", order.weight)).await?;
    Ok(order.id)
}

fn main() {}
