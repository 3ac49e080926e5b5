use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

use std::rc::Rc;

#[task]
async fn charge(cents: u32) -> Result<u32, ShopError> {
    let shared = Rc::new(cents);
    std::future::ready(()).await;
    Ok(*shared)
}

fn main() {}
