use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
const unsafe extern "C" fn charge(cents: u32) -> Result<u32, ShopError> {
    Ok(cents)
}

fn main() {}
