//! A function where a closure has to stand.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Option<usize>, ShopError> {
    Ok(order.coupon.map(usize_of))
}

fn usize_of(text: String) -> usize {
    text.chars().count()
}

fn main() {}
