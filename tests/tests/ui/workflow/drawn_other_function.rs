//! A function of the program that is called as one of the runtime's.

mod shop;
use shop::*;

fn uuid() -> String {
    "1".to_string()
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&uuid(), order.quantity).await
}

fn main() {}
