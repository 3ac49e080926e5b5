use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    price: f32,
    prices: std::collections::HashMap<String, u32>,
}

fn main() {}
