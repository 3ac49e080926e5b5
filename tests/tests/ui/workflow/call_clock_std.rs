//! The clock of the standard library.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let now = std::time::SystemTime::now();
    Ok(order.id)
}

fn main() {}
