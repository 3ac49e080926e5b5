//! An iterator of iterators.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<usize, ShopError> {
    let count = order.items.iter().map(|item| 0..item.cents).filter(|range| true).count();
    Ok(count)
}

fn main() {}
