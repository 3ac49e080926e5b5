use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
}

#[task(memory = 64)]
async fn little() -> Result<(), ShopError> {
    Ok(())
}

#[task(memory = "512")]
async fn text() -> Result<(), ShopError> {
    Ok(())
}

#[task(memory(512))]
async fn form() -> Result<(), ShopError> {
    Ok(())
}

fn main() {}
