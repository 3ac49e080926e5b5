use std::collections::BTreeMap;
use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Card {
    number: String,
}

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    #[serde(flatten)]
    card: Card,
    #[serde(flatten)]
    others: BTreeMap<String, u32>,
}

fn main() {}
