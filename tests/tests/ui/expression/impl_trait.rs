//! A type that is not written out.

use workflow_runtime::prelude::*;

#[expression]
fn largest(numbers: &[u32]) -> impl Into<u64> {
    numbers.len() as u32
}

fn main() {}
