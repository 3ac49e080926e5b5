//! An option in an option is looked through.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut count = 0;
    for coupon in vec![order.coupon].first() {
        count += coupon.iter().count();
    }
    Ok(format!("{count}"))
}

fn main() {}
