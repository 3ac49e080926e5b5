//! An expression with a loop.

use workflow_runtime::prelude::*;

#[expression]
fn total(prices: &[u32]) -> u32 {
    let mut total = 0;
    for price in prices {
        total += *price;
    }
    total
}

fn main() {}
