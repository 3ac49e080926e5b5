//! A swap through references.

mod shop;
use shop::*;

#[workflow]
async fn checkout(order: Order) -> Result<u32, ShopError> {
    let (mut first, mut second) = (order.quantity, 1);
    std::mem::swap(&mut first, &mut second);
    Ok(first)
}

fn main() {}
