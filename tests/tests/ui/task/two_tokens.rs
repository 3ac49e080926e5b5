use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn approve(first: TaskToken<u32>, second: TaskToken<u32>) -> Result<(), ShopError> {
    drop((first, second));
    Ok(())
}

fn main() {}
