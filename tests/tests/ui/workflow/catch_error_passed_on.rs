//! A caught error as a task's argument.

mod shop;
use shop::*;

#[task]
async fn log(code: u32) -> Result<(), ShopError> {
    drop(code);
    Ok(())
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 1).await {
        Ok(text) => Ok(text),
        Err(error) => {
            log(error).await?;
            Ok(order.id)
        }
    }
}

fn main() {}
