//! A float in `format!`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(format!("{} kg", order.weight)).await?;
    Ok(order.id)
}

fn main() {}
