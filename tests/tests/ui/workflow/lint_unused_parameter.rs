//! A parameter that nothing reads.

#![deny(unused_variables, unused_mut, unused_assignments, unused_must_use, unreachable_code)]

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order, cents: u32) -> Result<String, ShopError> {
    charge("card", cents).await
}

fn main() {}
