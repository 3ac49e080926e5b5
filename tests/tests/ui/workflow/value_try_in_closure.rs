//! `?` in a closure.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let counts: Vec<u32> = order.items.iter().map(|item| item.sku.parse::<u32>().ok()?).collect();
    Ok(format!("{}", counts.len()))
}

fn main() {}
