//! A range without an end.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    for number in 1.. {
        notify(format!("{number}")).await?;
    }
    Ok(order.id)
}

fn main() {}
