use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    #[serde(skip)]
    cache: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

fn is_data<T: WorkflowData>() {}

fn used() {
    is_data::<Order>();
}

fn main() {}
