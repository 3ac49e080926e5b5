//! Text is asked for a kind of character.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<bool, ShopError> {
    let signed = order.id.contains(|letter: char| letter == '-');
    Ok(signed)
}

fn main() {}
