use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize)]
struct Card {
    number: String,
}

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(tag = "type", content = "value")]
enum Payment {
    Card(Card),
    Both(u32, Card),
}

fn main() {}
