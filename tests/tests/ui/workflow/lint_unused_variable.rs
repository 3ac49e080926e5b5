//! Variables that nothing reads, bound in every way.

#![deny(unused_variables, unused_mut, unused_assignments, unused_must_use, unreachable_code)]

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
