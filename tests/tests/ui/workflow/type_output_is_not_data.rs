//! An output of a type without `WorkflowData`.

mod shop;
use shop::*;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Plain {
    id: String,
}

#[workflow]
async fn fulfil(order: Order) -> Result<Plain, ShopError> {
    Ok(Plain { id: order.id })
}

fn main() {}
