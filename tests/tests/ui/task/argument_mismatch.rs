use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge(card: &str, cents: u32) -> Result<u32, ShopError> {
    drop(card);
    Ok(cents)
}

async fn caller() -> Result<u32, ShopError> {
    charge("card", "1").await
}

fn main() {}
