//! A retrier for every error before another one, and a call that is and is not tried again.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let text = charge(&order.id, 1)
        .retry(retrier!(max_attempts = 1))
        .retry(retrier!(errors(ShopError::Network)))
        .await?;
    charge(&text, 1).no_retry().retry(retrier!(max_attempts = 1)).await
}

fn main() {}
