use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

#[task]
async fn charge((card, cents): (String, u32), _: bool) -> Result<String, ShopError> {
    Ok(format!("{card}{cents}"))
}

async fn caller() -> Result<String, ShopError> {
    charge((String::new(), 1), true).await
}

fn main() {}
