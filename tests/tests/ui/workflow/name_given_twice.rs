//! Two states of one given name.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    #[state(name = "Tell")]
    notify(order.id.clone()).await?;
    #[state(name = "Tell")]
    charge(&order.id, 1).await
}

fn main() {}
