//! A retrier for errors of another type.

mod shop;
use shop::*;

#[derive(Debug, WorkflowError)]
enum BankError {
    Closed,
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, 1).retry(retrier!(errors(BankError::Closed))).await
}

fn main() {}
