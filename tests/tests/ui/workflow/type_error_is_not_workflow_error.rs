//! An error type without `WorkflowError`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, String> {
    Ok(order.id)
}

fn main() {}
