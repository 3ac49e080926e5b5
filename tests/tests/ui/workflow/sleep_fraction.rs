//! A wait of less than a second.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    sleep(Duration::from_millis(500)).await;
    Ok(order.id)
}

fn main() {}
