use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(tag = "type")]
enum Payment {
    Card { number: String },
    #[serde(untagged)]
    Other { code: u32 },
}

fn main() {}
