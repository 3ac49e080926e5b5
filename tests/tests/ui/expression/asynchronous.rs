//! An expression that is async.

use workflow_runtime::prelude::*;

#[expression]
async fn double(n: u32) -> u32 {
    n * 2
}

fn main() {}
