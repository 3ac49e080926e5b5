//! An expression in braces.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(format!("{order.id}")).await?;
    Ok(order.id)
}

fn main() {}
