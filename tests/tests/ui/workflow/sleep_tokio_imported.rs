//! Tokio's `sleep` by its name.

mod shop;
use shop::*;

use tokio::time::sleep;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    sleep(Duration::from_secs(5)).await;
    Ok(order.id)
}

fn main() {}
