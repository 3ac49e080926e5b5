use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    #[serde(rename = "a`b")]
    card: String,
    #[serde(rename = "")]
    note: String,
}

fn main() {}
