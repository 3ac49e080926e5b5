//! A parameter of a type that cannot be read.

mod shop;
use shop::*;

#[derive(Clone, Debug, WorkflowData)]
struct Plain {
    id: String,
}

#[workflow]
async fn fulfil(plain: Plain) -> Result<(), ShopError> {
    notify(plain.id).await?;
    Ok(())
}

fn main() {}
