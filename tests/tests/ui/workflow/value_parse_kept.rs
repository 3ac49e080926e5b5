//! What `parse` gives, kept.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let parsed = order.id.parse::<u32>();
    Ok(parsed.unwrap_or(0))
}

fn main() {}
