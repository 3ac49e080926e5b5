//! A workflow with a type parameter.

mod shop;
use shop::*;

#[workflow]
async fn fulfil<T>(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
