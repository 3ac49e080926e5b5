//! An option in an option, looked into.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<bool, ShopError> {
    Ok(order.coupon.map(|coupon| coupon.strip_prefix("x").map(|rest| rest.to_string())).is_some())
}

fn main() {}
