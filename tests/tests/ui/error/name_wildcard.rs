use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    #[error(name = "States.TaskFailed")]
    Failed,
    #[serde(rename = "States.ALL")]
    All,
}

fn main() {}
