//! A binding of the wrong type.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let text: u32 = charge(&order.id, 1).await?;
    Ok(text)
}

fn main() {}
