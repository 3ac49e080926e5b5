//! A `map` whose closure takes nothing.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    map(&order.items, || notify(order.id.clone())).await?;
    Ok(order.id)
}

fn main() {}
