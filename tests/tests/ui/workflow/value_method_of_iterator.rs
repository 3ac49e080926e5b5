//! A method of iterators that has no form.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<usize, ShopError> {
    let items: Vec<u32> = order.items.iter().map_while(|item| Some(item.cents)).collect();
    Ok(items.len())
}

fn main() {}
