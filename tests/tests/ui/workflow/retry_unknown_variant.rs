//! A call that is tried again after an error that does not exist.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, 1).retry(retrier!(errors(ShopError::Netwrok), max_attempts = 2)).await
}

fn main() {}
