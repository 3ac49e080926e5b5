//! A const function.

use workflow_runtime::prelude::*;

#[expression]
const fn double(n: u32) -> u32 {
    n * 2
}

fn main() {}
