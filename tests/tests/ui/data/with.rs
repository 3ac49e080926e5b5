use workflow_runtime::prelude::*;

mod cents {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    pub fn serialize<S: Serializer>(cents: &u32, to: S) -> Result<S::Ok, S::Error> {
        cents.serialize(to)
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
        u32::deserialize(from)
    }
}

#[derive(Serialize, Deserialize, WorkflowData)]
struct Order {
    #[serde(with = "cents")]
    cents: u32,
    #[serde(deserialize_with = "cents::deserialize")]
    total: u32,
}

fn main() {}
