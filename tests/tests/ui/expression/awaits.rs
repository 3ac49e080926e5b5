//! An expression that awaits a task.

use workflow_runtime::prelude::*;

#[task]
async fn price(sku: &str) -> Result<u32, Failure> {
    Ok(sku.len() as u32)
}

#[expression]
fn double(sku: &str) -> u32 {
    price(sku).await? * 2
}

fn main() {}
