//! A computed `Result`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let text = charge(&order.id, 1).await?;
    return text.escape_default();
}

fn main() {}
