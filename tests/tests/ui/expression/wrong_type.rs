//! A mistake of types, told once.

use workflow_runtime::prelude::*;

#[expression]
fn double(n: u32) -> String {
    n * 2
}

#[workflow]
async fn twice(n: u64) -> Result<String, Failure> {
    Ok(double(n))
}

fn main() {}
