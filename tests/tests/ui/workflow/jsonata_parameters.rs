//! Parameters that are no variables of the workflow.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let first = jsonata!("$prices[0]", |prices: &[u32]| -> u32 { prices[0] });
    let second = jsonata!("$order.quantity", |order| order.quantity);
    Ok(first + second)
}

fn main() {}
