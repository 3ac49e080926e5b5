//! A parameter of another type, and a variable that is captured.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order, factor: u32) -> Result<u32, ShopError> {
    let first = jsonata!("$factor", |factor: &str| -> u32 { factor.parse().unwrap() });
    let second = jsonata!("$order.quantity", |order: &Order| -> u32 { order.quantity * factor });
    Ok(first + second)
}

fn main() {}
