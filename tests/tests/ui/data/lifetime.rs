use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order<'a> {
    card: &'a str,
}

fn main() {}
