//! An assignment to what a method gives.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let names = vec![order.id.clone()];
    names.clone()[0] = order.id.clone();
    Ok(order.id)
}

fn main() {}
