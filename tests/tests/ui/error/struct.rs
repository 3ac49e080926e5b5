use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
struct ShopError {
    reason: String,
}

fn main() {}
