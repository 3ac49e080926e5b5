use workflow_runtime::prelude::*;

#[derive(Debug)]
struct Broken;

#[task]
async fn charge(cents: u32) -> Result<u32, Broken> {
    Ok(cents)
}

fn main() {}
