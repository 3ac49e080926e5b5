use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task(heartbeat = "1m", timeout = "60s")]
async fn charge() -> Result<String, ShopError> {
    Ok(String::new())
}

fn main() {}
