//! A method of a `Result`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let text = charge(&order.id, 1).await.unwrap_or_default();
    Ok(text)
}

fn main() {}
