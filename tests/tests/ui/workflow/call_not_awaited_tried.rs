//! `?` on a task's call that is not awaited.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let text = charge(&order.id, 1)?;
    Ok(text)
}

fn main() {}
