//! A condition on an error's field.

mod shop;
use shop::*;

#[derive(Debug, WorkflowError)]
enum CodeError {
    Code(u32),
}

#[task]
async fn code(code: u32) -> Result<String, CodeError> {
    Err(CodeError::Code(code))
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, CodeError> {
    match code(order.quantity).await {
        Ok(text) => Ok(text),
        Err(CodeError::Code(7)) => Ok(order.id),
        Err(other) => Err(other),
    }
}

fn main() {}
