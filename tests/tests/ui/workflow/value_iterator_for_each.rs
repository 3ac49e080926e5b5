//! A closure for what it does.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<(), ShopError> {
    order.items.iter().for_each(|item| item.clone());
    Ok(())
}

fn main() {}
