//! A branch that is a value.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let (text, id) = try_join!(charge(&order.id, 1), order.id.clone())?;
    Ok(text)
}

fn main() {}
