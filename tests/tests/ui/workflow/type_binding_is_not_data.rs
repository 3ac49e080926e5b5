//! A task's output of a type without `WorkflowData`.

mod shop;
use shop::*;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Plain {
    id: String,
}

#[task]
async fn look_up(id: &str) -> Result<Plain, ShopError> {
    Ok(Plain { id: id.to_owned() })
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let plain = look_up(&order.id).await?;
    charge(&plain.id, 1).await
}

fn main() {}
