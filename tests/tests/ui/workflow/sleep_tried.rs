//! `?` on a wait.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    sleep(Duration::from_secs(5)).await?;
    Ok(order.id)
}

fn main() {}
