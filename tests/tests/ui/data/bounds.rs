use workflow_runtime::prelude::*;

#[derive(Serialize, Deserialize, WorkflowData)]
struct Page<T: Clone>
where
    T: PartialEq,
{
    items: Vec<T>,
}

fn main() {}
