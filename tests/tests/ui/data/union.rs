use workflow_runtime::prelude::*;

#[derive(WorkflowData)]
union Bits {
    whole: u32,
    part: u8,
}

fn main() {}
