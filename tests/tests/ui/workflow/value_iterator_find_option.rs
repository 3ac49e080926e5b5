//! What is found may be nothing itself.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<bool, ShopError> {
    let coupons = vec![order.coupon, None];
    let found = coupons.iter().find(|coupon| coupon.is_none());
    Ok(found.is_some())
}

fn main() {}
