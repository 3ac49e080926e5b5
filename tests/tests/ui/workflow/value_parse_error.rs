//! The error of `parse`, given on.

mod shop;
use shop::*;

#[workflow]
async fn checkout(order: Order) -> Result<u32, ShopError> {
    let number = order.id.parse::<u32>()?;
    Ok(number)
}

fn main() {}
