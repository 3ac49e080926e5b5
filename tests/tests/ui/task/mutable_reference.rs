use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge(cards: &mut Vec<String>) -> Result<(), ShopError> {
    cards.clear();
    Ok(())
}

fn main() {}
