//! The error of a value that is no task's.

mod shop;
use shop::*;

#[expression]
fn parsed(order: &Order) -> Result<u32, String> {
    if order.quantity > 1 { Ok(order.quantity) } else { Err(order.id.clone()) }
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let quantity: u32 = parsed(&order).map_err(|error| ShopError::Declined { reason: error })?;
    Ok(format!("{quantity}"))
}

fn main() {}
