//! An async closure.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let ids: Vec<String> = order.items.iter().map(async |item| item.sku.clone()).collect();
    Ok(format!("{}", ids.len()))
}

fn main() {}
