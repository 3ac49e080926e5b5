//! A default that serde fills in.

use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    #[serde(default)]
    quantity: u32,
}

fn main() {}
