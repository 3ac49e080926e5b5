//! `checked_add` of a type that JSONata does not hold.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Option<u64>, ShopError> {
    Ok(u64::from(order.quantity).checked_add(1))
}

fn main() {}
