use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task(retry(max_attempts = 100000000, backoff_rate = 0.5, max_delay = "366d", jitter = "some"))]
async fn charge() -> Result<String, ShopError> {
    Ok(String::new())
}

fn main() {}
