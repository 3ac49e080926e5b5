use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    card: String,
    #[serde(skip)]
    cache: u32,
    #[serde(skip_serializing)]
    secret: String,
}

fn main() {}
