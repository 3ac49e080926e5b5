use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize)]
struct Card {
    number: String,
}

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    first: Card,
    second: Vec<Card>,
    cents: u32,
}

fn main() {}
