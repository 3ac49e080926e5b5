//! A method of text on a number.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let byte = 7u8;
    Ok(format!("{}", byte.is_ascii()))
}

fn main() {}
