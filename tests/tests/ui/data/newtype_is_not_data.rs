use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize)]
struct Card {
    number: String,
}

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order(Card);

fn main() {}
