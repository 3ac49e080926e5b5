//! A value that was moved.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(order.id).await?;
    Ok(order.id)
}

fn main() {}
