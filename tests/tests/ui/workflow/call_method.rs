//! A method that is awaited.

mod shop;
use shop::*;

impl Order {
    async fn fetch(&self) -> Result<String, ShopError> {
        Ok(self.id.clone())
    }
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let text = order.fetch().await?;
    Ok(text)
}

fn main() {}
