//! A macro that is not known.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    println!("{}", order.id);
    Ok(order.id)
}

fn main() {}
