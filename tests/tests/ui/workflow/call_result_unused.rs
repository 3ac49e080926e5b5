//! A result that nobody looks at.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(order.id.clone()).await;
    Ok(order.id)
}

fn main() {}
