use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge(#[cfg(unix)] cents: u32) -> Result<u32, ShopError> {
    Ok(0)
}

fn main() {}
