//! Logging that Step Functions does not have.

mod shop;
use shop::*;

#[workflow(logging(level = "DEBUG"))]
async fn level(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

#[workflow(logging(include_execution_data))]
async fn none(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

#[workflow(logging(level = "ALL", destination = "logs"))]
async fn unknown(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
