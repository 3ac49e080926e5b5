//! A value that nothing reads.

use workflow_runtime::prelude::*;

#[expression]
fn double(n: u32) -> u32 {
    n + 1;
    n * 2
}

fn main() {}
