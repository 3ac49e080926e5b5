use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

struct Receipt;

#[task]
async fn charge(cents: u32) -> Result<Receipt, ShopError> {
    drop(cents);
    Ok(Receipt)
}

fn main() {}
