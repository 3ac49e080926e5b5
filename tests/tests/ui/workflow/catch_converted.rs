//! `.into()` through a `From` written by hand.

mod shop;
use shop::*;

#[derive(Debug, WorkflowError)]
enum OuterError {
    Failed { text: String },
}

impl From<ShopError> for OuterError {
    fn from(error: ShopError) -> Self {
        OuterError::Failed { text: format!("{error:?}") }
    }
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, OuterError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err(error) => Err(error.into()),
    }
}

fn main() {}
