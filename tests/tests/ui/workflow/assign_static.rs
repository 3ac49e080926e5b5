//! An assignment to what is no variable.

mod shop;
use shop::*;

static mut TOTAL: u32 = 0;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    TOTAL = order.quantity;
    Ok(order.id)
}

fn main() {}
