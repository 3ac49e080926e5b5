//! Several characters at which a text is split.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let parts = order.id.split(['-', '+']).count();
    Ok(format!("{parts}"))
}

fn main() {}
