use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    #[serde(flatten)]
    card: Vec<u32>,
}

fn main() {}
