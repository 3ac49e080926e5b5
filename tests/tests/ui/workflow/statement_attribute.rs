//! An attribute that means nothing here.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    #[cfg(test)]
    notify(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
