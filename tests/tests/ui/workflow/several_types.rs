//! Several mistakes that rustc finds.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let sum = order.quantity + order.weight;
    if order.id < "m".to_string() {
        notify(order.card).await?;
    }
    let length = order.id.len();
    reserve(&order.weight).await?;
    match charge(&order.id, length).await {
        Ok(text) => Ok(text),
        Err(ShopError::Offline) => Ok(order.id),
        Err(other) => Err(other),
    }
}

fn main() {}
