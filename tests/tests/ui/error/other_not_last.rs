use workflow_runtime::prelude::*;

#[derive(Debug, WorkflowError)]
enum ShopError {
    #[error(other)]
    Other(Failure),
    Network,
}

fn main() {}
