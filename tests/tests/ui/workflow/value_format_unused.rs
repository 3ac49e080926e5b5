//! A template with too many arguments.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(format!("{}", order.id, order.quantity)).await?;
    Ok(order.id)
}

fn main() {}
