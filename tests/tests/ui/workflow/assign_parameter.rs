//! A parameter changed.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(mut quantity: u32) -> Result<String, ShopError> {
    quantity += 1;
    charge("card", quantity).await
}

fn main() {}
