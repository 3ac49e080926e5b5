use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
enum Payment {
    Card { number: String },
    Cash,
}

fn main() {}
