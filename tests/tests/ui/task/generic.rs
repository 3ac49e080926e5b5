use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge<T>(what: T) -> Result<u32, ShopError>
where
    T: Send,
{
    Ok(0)
}

async fn caller() {
    let _ = charge(1).await;
}

fn main() {}
