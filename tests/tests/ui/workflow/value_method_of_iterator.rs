//! A method of iterators that has no form.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<usize, ShopError> {
    let items: Vec<Item> = order.items.iter().rev().cloned().collect();
    Ok(items.len())
}

fn main() {}
