//! The entry of a map.

mod shop;
use shop::*;
use std::collections::BTreeMap;

#[workflow]
async fn checkout(stock: BTreeMap<String, u32>) -> Result<usize, ShopError> {
    let mut stock = stock;
    *stock.entry("apple".to_string()).or_insert(0) += 1;
    Ok(stock.len())
}

fn main() {}
