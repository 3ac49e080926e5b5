use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge(card: &'static str) -> Result<(), ShopError> {
    Ok(())
}

fn main() {}
