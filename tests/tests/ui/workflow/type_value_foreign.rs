//! A value of another crate's type.

mod shop;
use shop::*;

#[task]
async fn keep(delay: std::time::Duration) -> Result<(), ShopError> {
    drop(delay);
    Ok(())
}

#[workflow]
async fn fulfil(order: Order) -> Result<(), ShopError> {
    let delay = std::time::Duration::ZERO;
    notify(order.id.clone()).await?;
    keep(delay).await
}

fn main() {}
