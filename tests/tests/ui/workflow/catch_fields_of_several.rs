//! Fields of several errors.

mod shop;
use shop::*;

#[derive(Debug, WorkflowError)]
enum CodeError {
    Code(u32),
    Number(u32),
}

#[task]
async fn code(code: u32) -> Result<String, CodeError> {
    Err(CodeError::Code(code))
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let text = code(order.quantity).await.map_err(|(CodeError::Code(number) | CodeError::Number(number))| ShopError::Declined { reason: format!("{number}") })?;
    Ok(text)
}

fn main() {}
