//! An output of the wrong type.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let text = charge(&order.id, 1).await?;
    Ok(text)
}

fn main() {}
