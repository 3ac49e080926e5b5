use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(tag = "type")]
struct Order {
    card: String,
}

fn main() {}
