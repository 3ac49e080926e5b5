use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn approve(token: TaskToken<bool>) -> Result<bool, ShopError> {
    drop(token);
    Ok(true)
}

fn main() {}
