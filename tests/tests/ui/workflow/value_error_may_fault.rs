//! An error whose text may not exist.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let coupon = order.coupon.ok_or(ShopError::Declined { reason: order.items[7].sku.clone() })?;
    Ok(coupon)
}

fn main() {}
