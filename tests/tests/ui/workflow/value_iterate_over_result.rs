//! A result that is iterated over.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let receipt = charge(&order.id, 1).await;
    let mut last = order.id;
    for text in receipt {
        last = text;
    }
    Ok(last)
}

fn main() {}
