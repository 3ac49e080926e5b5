//! A `use` inside a workflow.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    use std::time::Duration;
    sleep(Duration::from_secs(1)).await;
    Ok(order.id)
}

fn main() {}
