//! An empty name.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    #[state(name = "")]
    notify(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
