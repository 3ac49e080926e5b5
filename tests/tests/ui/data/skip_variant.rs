use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
enum Kind {
    Card,
    #[serde(skip)]
    Secret,
}

fn main() {}
