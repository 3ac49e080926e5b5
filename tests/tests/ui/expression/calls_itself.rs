//! An expression that calls itself.

use workflow_runtime::prelude::*;

#[expression]
fn factorial(n: u32) -> u32 {
    if n > 1 { n * factorial(n - 1) } else { 1 }
}

fn main() {}
