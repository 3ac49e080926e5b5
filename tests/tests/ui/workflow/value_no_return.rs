//! A body that gives nothing.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(order.id).await?;
}

fn main() {}
