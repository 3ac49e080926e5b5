//! A variant of another error type.

mod shop;
use shop::*;

#[derive(Debug, WorkflowError)]
enum BankError {
    Locked,
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err(BankError::Locked) => Ok(order.id),
        Err(other) => Err(other),
    }
}

fn main() {}
