use workflow_runtime::prelude::*;

#[task]
struct Charge {
    cents: u32,
}

fn main() {}
