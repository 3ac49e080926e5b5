//! `?` after `join!`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let (a, b) = join!(charge(&order.id, 1), charge(&order.id, 2))?;
    Ok(format!("{a} {b}"))
}

fn main() {}
