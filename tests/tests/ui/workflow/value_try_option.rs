//! `?` on an option.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let coupon = order.coupon?;
    Ok(coupon)
}

fn main() {}
