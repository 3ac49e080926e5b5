use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[derive(Clone)]
struct Card(String);

#[task]
async fn charge(card: &Card, cents: u32) -> Result<u32, ShopError> {
    drop(card);
    Ok(cents)
}

fn main() {}
