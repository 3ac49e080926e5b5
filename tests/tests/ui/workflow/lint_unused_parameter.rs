//! A parameter that nothing reads.

#![deny(unused)]

#[expect(unused, reason = "each workflow uses some of it")]
mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order, cents: u32) -> Result<String, ShopError> {
    charge("card", cents).await
}

fn main() {}
