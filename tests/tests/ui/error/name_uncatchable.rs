use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    #[error(name = "States.Runtime")]
    Broken,
    #[error(name = "States.QueryEvaluationError")]
    Overflow,
}

fn main() {}
