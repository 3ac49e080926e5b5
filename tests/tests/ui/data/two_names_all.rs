use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(rename_all(serialize = "camelCase"))]
enum Kind {
    Card,
    Cash,
}

fn main() {}
