//! A retrier that depends on the input.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let often = retrier!(max_attempts = 9);
    charge(&order.id, 1).retry(often).await?;
    #[state(name = "Again")]
    charge(&order.id, 1).retry(if order.quantity > 3 { MANY } else { FEW }).await?;
    #[state(name = "Last")]
    charge(&order.id, 1).retry().await
}

fn main() {}
