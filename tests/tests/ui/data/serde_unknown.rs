use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    #[serde(renamed = "card")]
    card: String,
}

fn main() {}
