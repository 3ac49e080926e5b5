//! An expression with a type parameter.

use workflow_runtime::prelude::*;

#[expression]
fn count<T>(items: &[T]) -> usize {
    items.len()
}

fn main() {}
