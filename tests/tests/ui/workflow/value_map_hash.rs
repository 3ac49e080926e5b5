//! A map whose order is not known.

mod shop;
use shop::*;
use std::collections::HashMap;

#[workflow]
async fn fulfil(prices: HashMap<String, u32>) -> Result<u32, ShopError> {
    Ok(prices.values().sum())
}

fn main() {}
