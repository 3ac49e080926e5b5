//! Variables that nothing reads, bound in every way.

#![deny(unused)]

#[expect(unused, reason = "each workflow uses some of it")]
mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let text = charge(&order.id, 1).await?;
    let Item { sku, cents } = order.items[0].clone();
    match order.coupon {
        Some(coupon) => Ok(cents),
        None => Ok(0),
    }
}

fn main() {}
