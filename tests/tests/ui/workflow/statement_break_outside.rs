//! `break` outside of a loop.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.quantity > 1 {
        break;
    }
    Ok(order.id)
}

fn main() {}
