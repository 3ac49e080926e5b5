//! A variable that is read, then changed in one expression.

mod shop;
use shop::*;

#[workflow]
async fn checkout(amounts: Vec<u32>) -> Result<u32, ShopError> {
    let mut rest = amounts;
    let sum = rest.len() as u32 + rest.pop().unwrap_or(0);
    Ok(sum)
}

fn main() {}
