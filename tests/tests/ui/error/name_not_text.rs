use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    #[error(name = Timeout)]
    Timeout,
}

fn main() {}
