//! A `map` whose closure calls no task.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<String>, ShopError> {
    let skus = map(&order.items, |item| item.sku.clone()).await?;
    Ok(skus)
}

fn main() {}
