use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    #[error(nam = "States.Timeout")]
    Timeout,
    #[error(rest)]
    Rest(Failure),
}

fn main() {}
