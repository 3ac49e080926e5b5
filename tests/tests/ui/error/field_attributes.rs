use workflow_runtime::prelude::*;

#[derive(Debug, Default, Serialize, Deserialize, WorkflowData)]
struct Card {
    number: String,
}

#[derive(Debug, WorkflowError)]
enum ShopError {
    Declined {
        #[serde(flatten)]
        card: Card,
        #[serde(default)]
        cents: u32,
        #[serde(skip)]
        cache: u32,
    },
}

fn main() {}
