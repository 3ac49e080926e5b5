//! A struct literal that leaves out a field.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let item = Item { sku: order.id };
    reserve(&item).await
}

fn main() {}
