//! An option.

use workflow_runtime::prelude::*;

#[expression(inline)]
fn double(number: u32) -> u32 {
    number * 2
}

fn main() {}
