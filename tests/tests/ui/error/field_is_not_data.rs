use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize)]
struct Card {
    number: String,
}

#[derive(Debug, WorkflowError)]
enum ShopError {
    Declined { card: Card },
    Stolen(Card),
}

fn main() {}
