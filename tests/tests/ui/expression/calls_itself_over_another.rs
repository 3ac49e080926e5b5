//! Expressions that call each other.

use workflow_runtime::prelude::*;

#[expression]
fn is_even(n: u32) -> bool {
    n == 0 || is_odd(n - 1)
}

#[expression]
fn is_odd(n: u32) -> bool {
    n > 0 && is_even(n - 1)
}

fn main() {}
