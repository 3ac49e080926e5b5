use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge(what: impl ToString) -> Result<String, ShopError> {
    Ok(what.to_string())
}

fn main() {}
