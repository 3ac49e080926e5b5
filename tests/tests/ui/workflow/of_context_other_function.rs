//! A function that has the name of one that reads the context object.

mod shop;
use shop::*;

fn execution_id() -> String {
    "mine".to_string()
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&execution_id(), order.quantity).await
}

fn main() {}
