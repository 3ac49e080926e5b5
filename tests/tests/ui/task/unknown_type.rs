use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge(card: &Cart, cents: u32) -> Result<String, ShopError> {
    let _ = (card, cents);
    Ok(String::new())
}

fn main() {}
