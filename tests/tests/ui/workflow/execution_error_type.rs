//! An error that the workflow's error type does not hold.

mod shop;
use shop::*;

#[derive(Debug, WorkflowError)]
enum PackError {
    Empty,
}

#[workflow]
async fn pack(order: Order) -> Result<u32, PackError> {
    if order.items.is_empty() {
        return Err(PackError::Empty);
    }
    Ok(order.quantity)
}

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let quantity = start_execution(pack(order)).await?;
    Ok(quantity)
}

fn main() {}
