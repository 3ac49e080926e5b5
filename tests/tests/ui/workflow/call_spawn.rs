//! A task of tokio's.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    tokio::spawn(notify(order.id.clone())).await;
    Ok(order.id)
}

fn main() {}
