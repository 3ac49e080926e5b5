//! A name for a state that there is not.

use workflow_runtime::prelude::*;

#[expression]
fn double(n: u32) -> u32 {
    #[state(name = "Double")]
    if n > 1 { n * 2 } else { 0 }
}

fn main() {}
