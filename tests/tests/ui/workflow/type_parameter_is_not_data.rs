//! A parameter of a type without `WorkflowData`.

mod shop;
use shop::*;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Plain {
    id: String,
}

#[workflow]
async fn fulfil(plain: Plain) -> Result<(), ShopError> {
    notify(plain.id).await?;
    Ok(())
}

fn main() {}
