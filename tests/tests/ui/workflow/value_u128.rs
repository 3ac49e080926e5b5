//! Arithmetic on 128 bits.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let count: u128 = 5;
    let next = count + 1;
    notify(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
