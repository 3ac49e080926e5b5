//! A join of nothing.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    try_join!()?;
    Ok(order.id)
}

fn main() {}
