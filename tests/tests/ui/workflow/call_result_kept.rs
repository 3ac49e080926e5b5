//! A `Result` in a variable.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let result = notify(order.id.clone()).await;
    match result {
        Ok(()) => Ok(order.id),
        Err(error) => Err(error),
    }
}

fn main() {}
