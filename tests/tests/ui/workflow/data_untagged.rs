//! An untagged enum in a workflow.

mod shop;
use shop::*;

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
#[serde(untagged)]
enum Payment {
    Card { number: String },
    Cash { cents: u32 },
}

#[workflow]
async fn fulfil(payment: Payment) -> Result<String, ShopError> {
    match payment {
        Payment::Card { number } => charge(&number, 1).await,
        Payment::Cash { cents } => charge("cash", cents).await,
    }
}

fn main() {}
