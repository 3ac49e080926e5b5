use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge(card: &str, cents: u32) -> Result<String, ShopError> {
    let total: String = cents;
    Ok(format!("{card}-{total}"))
}

fn main() {}
