use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(tag = "type")]
enum Payment {
    Card(String),
    Cash,
}

fn main() {}
