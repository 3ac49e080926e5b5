use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
}

#[task(environment(AWS_REGION = "eu-central-1", K = "one letter", TABLE = "a", TABLE = "b"))]
async fn names() -> Result<(), ShopError> {
    Ok(())
}

#[task(environment(RETRIES = 3))]
async fn number() -> Result<(), ShopError> {
    Ok(())
}

#[task(environment = "TABLE")]
async fn form() -> Result<(), ShopError> {
    Ok(())
}

fn main() {}
