//! The greatest of texts.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Option<String>, ShopError> {
    let last = order.items.iter().map(|item| item.sku.clone()).max();
    Ok(last)
}

fn main() {}
