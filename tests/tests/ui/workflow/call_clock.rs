//! The clock.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let now = std::time::SystemTime::now();
    Ok(format!("{now:?}"))
}

fn main() {}
