use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(untagged)]
enum Payment {
    Card { number: String },
    Code(u32),
}

fn main() {}
