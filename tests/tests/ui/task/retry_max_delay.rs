use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task(retry(interval = "1m", max_delay = "30s"))]
async fn charge() -> Result<String, ShopError> {
    Ok(String::new())
}

fn main() {}
