use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task(timeout = 30, heartbeat = "5 seconds")]
async fn charge() -> Result<String, ShopError> {
    Ok(String::new())
}

fn main() {}
