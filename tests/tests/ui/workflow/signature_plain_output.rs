//! A workflow that gives no `Result`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> String {
    order.id
}

fn main() {}
