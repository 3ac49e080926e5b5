use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn approve(token: TaskToken, pool: Dep) -> Result<(), ShopError> {
    Ok(())
}

fn main() {}
