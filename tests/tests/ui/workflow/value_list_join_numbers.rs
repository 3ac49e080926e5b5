//! Lists joined by a list.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<u32>, ShopError> {
    let lists = vec![vec![order.quantity], vec![1]];
    Ok(lists.join(&0))
}

fn main() {}
