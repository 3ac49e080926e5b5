//! A name that is a number.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    #[state(name = 5)]
    notify(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
