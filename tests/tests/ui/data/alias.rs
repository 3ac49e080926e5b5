//! A second name that is read.

use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    #[serde(alias = "card")]
    number: String,
}

fn main() {}
