use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task(retry(max_attempts = 1), retry(errors(Network)))]
async fn charge() -> Result<String, ShopError> {
    Ok(String::new())
}

fn main() {}
