//! `{:^8}`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(format!("{:^8}", order.id))
}

fn main() {}
