//! The length of text.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<usize, ShopError> {
    let length = order.id.len();
    notify(order.id).await?;
    Ok(length)
}

fn main() {}
