//! An expression that changes a variable.

use workflow_runtime::prelude::*;

#[expression]
fn fee(cents: u32) -> u32 {
    let mut fee = 0;
    if cents > 100 {
        fee = 5;
    }
    fee
}

fn main() {}
