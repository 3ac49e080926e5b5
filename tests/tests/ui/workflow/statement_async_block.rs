//! An async block that is no branch.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let later = async { 5 };
    later.await
}

fn main() {}
