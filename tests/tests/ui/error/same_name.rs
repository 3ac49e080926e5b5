use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Declined { reason: String },
    #[error(name = "Declined")]
    Refused,
}

fn main() {}
