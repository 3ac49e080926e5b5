//! The first item may be nothing itself.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<bool, ShopError> {
    let coupons = vec![order.coupon, None];
    Ok(coupons.first().is_some())
}

fn main() {}
