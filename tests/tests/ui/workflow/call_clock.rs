//! The clock.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let now = jiff::Timestamp::now();
    sleep_until(now).await;
    Ok(order.id)
}

fn main() {}
