//! A variant without its type.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, 1).retry(retrier!(errors(Network))).await
}

fn main() {}
