//! An async function that is not a task.

mod shop;
use shop::*;

async fn fetch(id: String) -> Result<String, ShopError> {
    Ok(id)
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let text = fetch(order.id.clone()).await?;
    Ok(text)
}

fn main() {}
