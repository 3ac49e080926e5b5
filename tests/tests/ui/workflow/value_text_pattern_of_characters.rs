//! One of several characters looked for.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<bool, ShopError> {
    Ok(order.id.contains(['a', 'b']))
}

fn main() {}
