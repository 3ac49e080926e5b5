//! A workflow without a return type.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) {
    notify(order.id).await?;
}

fn main() {}
