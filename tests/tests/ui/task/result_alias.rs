use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

type Outcome<T> = Result<T, ShopError>;

mod anyhow {
    pub type Result<T> = std::result::Result<T, super::ShopError>;
}

#[task]
async fn charge(cents: u32) -> anyhow::Result<u32> {
    Ok(cents)
}

#[task]
async fn refund(cents: u32) -> Outcome<u32> {
    Ok(cents)
}

fn main() {}
