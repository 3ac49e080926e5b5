//! Arithmetic on 128 bits.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(count: u128) -> Result<u128, ShopError> {
    Ok(count + 1)
}

fn main() {}
