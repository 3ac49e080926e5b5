//! A given name over 80 characters.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    #[state(name = "Tells the customer that the order has been received and will be looked at within two days")]
    notify(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
