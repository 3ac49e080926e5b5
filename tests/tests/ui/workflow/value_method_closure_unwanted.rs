//! A closure where a value has to stand.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<bool, ShopError> {
    Ok(order.id.starts_with(|letter: char| letter == 'x'))
}

fn main() {}
