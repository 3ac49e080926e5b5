use workflow_runtime::prelude::*;

#[derive(Clone, Serialize, Deserialize, WorkflowData)]
#[serde(from = "u32", into = "u32")]
struct Cents {
    cents: u32,
}

impl From<u32> for Cents {
    fn from(cents: u32) -> Self {
        Cents { cents }
    }
}

impl From<Cents> for u32 {
    fn from(cents: Cents) -> Self {
        cents.cents
    }
}

fn main() {}
