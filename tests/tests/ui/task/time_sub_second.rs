use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task(timeout = "1.5s", heartbeat = "500ms")]
async fn charge() -> Result<String, ShopError> {
    Ok(String::new())
}

fn main() {}
