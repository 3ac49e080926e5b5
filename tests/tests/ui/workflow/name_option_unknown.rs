//! An attribute of states that does not exist.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    #[state(comment = "Tells")]
    notify(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
