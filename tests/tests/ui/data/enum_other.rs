use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
enum Kind {
    Card,
    #[serde(other)]
    Unknown,
}

fn main() {}
