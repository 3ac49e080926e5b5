#![deny(warnings)]

use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
pub enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge(cents: u32) -> Result<u32, ShopError> {
    Ok(cents)
}

async fn caller() {
    charge(1);
}

fn main() {}
