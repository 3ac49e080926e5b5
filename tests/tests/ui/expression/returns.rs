//! An early return.

use workflow_runtime::prelude::*;

#[expression]
fn fee(cents: u32) -> u32 {
    if cents > 100 {
        return 0;
    }
    5
}

fn main() {}
