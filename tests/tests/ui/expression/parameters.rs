//! Parameters that an expression cannot have.

use workflow_runtime::prelude::*;

#[expression]
fn add(list: &mut Vec<u32>, (a, b): (u32, u32)) -> usize {
    list.len()
}

fn main() {}
