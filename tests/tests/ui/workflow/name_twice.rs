//! Two states that would share a name.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(order.id.clone()).await?;
    notify(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
