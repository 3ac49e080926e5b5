//! `{:?}`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(format!("{:?}", order.items)).await?;
    Ok(order.id)
}

fn main() {}
