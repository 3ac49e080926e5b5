use workflow_runtime::prelude::*;

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData, WorkflowError)]
#[serde(tag = "type")]
enum ShopError {
    Declined { reason: String },
}

#[task]
async fn report(failure: Failure) -> Result<(), ShopError> {
    let _ = failure;
    Ok(())
}

#[workflow]
async fn wrong(reason: String) -> Result<(), ShopError> {
    let made = ShopError::Declined { reason };
    report(made.failure()).await
}

fn main() {}
