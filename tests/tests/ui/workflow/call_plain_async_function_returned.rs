//! An async function that is not a task, as the result.

mod shop;
use shop::*;

async fn fetch(id: String) -> Result<String, ShopError> {
    Ok(id)
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    fetch(order.id.clone()).await
}

fn main() {}
