use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Declined {
        #[serde(rename = "errorType")]
        kind: String,
    },
}

fn main() {}
