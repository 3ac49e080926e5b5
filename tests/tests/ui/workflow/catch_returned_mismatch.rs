//! A task's result as a workflow's, of another error type.

mod shop;
use shop::*;

#[derive(Debug, WorkflowError)]
enum OuterError {
    Failed { text: String },
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, OuterError> {
    charge(&order.id, 1).await
}

fn main() {}
