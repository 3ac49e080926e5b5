//! `?` on a call that is not awaited.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let receipt = charge(&order.id, 1).timeout(Duration::from_secs(1))?;
    Ok(receipt)
}

fn main() {}
