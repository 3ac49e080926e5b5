//! A value of a type without `WorkflowData`.

mod shop;
use shop::*;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Plain {
    id: String,
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let plain = Plain { id: order.id };
    notify(plain.id.clone()).await?;
    Ok(plain.id)
}

fn main() {}
