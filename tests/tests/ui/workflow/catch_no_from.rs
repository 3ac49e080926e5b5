//! `?` into an error type that does not hold the task's.

mod shop;
use shop::*;

#[derive(Debug, WorkflowError)]
enum OuterError {
    Failed { text: String },
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, OuterError> {
    let text = charge(&order.id, 1).await?;
    Ok(text)
}

fn main() {}
