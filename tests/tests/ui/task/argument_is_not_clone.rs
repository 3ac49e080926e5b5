use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[derive(Serialize, Deserialize)]
struct Card(String);

#[task]
async fn charge(card: Card) -> Result<(), ShopError> {
    drop(card);
    Ok(())
}

fn main() {}
