//! Several places, one of them an item.

mod shop;
use shop::*;

#[workflow]
async fn checkout(amounts: Vec<u32>) -> Result<u32, ShopError> {
    let (mut list, mut sum) = (amounts, 0);
    (list[0], sum) = (sum, 5);
    Ok(sum + list[0])
}

fn main() {}
