//! The data and tasks of the workflows beside this folder.

pub use workflow_runtime::prelude::*;

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Order {
    pub id: String,
    pub quantity: u32,
    pub weight: f64,
    pub items: Vec<Item>,
    pub coupon: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Item {
    pub sku: String,
    pub cents: u32,
}

#[derive(Debug, WorkflowError)]
pub enum ShopError {
    Declined { reason: String },
    Network,
}

#[task]
pub async fn charge(card: &str, cents: u32) -> Result<String, ShopError> {
    Ok(format!("{card}: {cents}"))
}

#[task]
pub async fn reserve(item: &Item) -> Result<u32, ShopError> {
    Ok(item.cents)
}

#[task]
pub async fn notify(message: String) -> Result<(), ShopError> {
    drop(message);
    Ok(())
}
