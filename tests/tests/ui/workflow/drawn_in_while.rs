//! A random number that decides whether a loop goes on.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    while random() < 0.5 {
        notify("again".to_string()).await?;
    }
    Ok(order.id)
}

fn main() {}
