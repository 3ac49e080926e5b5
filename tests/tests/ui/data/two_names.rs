use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    #[serde(rename(serialize = "cardNumber", deserialize = "card"))]
    card: String,
}

fn main() {}
