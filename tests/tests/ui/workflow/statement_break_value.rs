//! `break` with a value.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let id = loop {
        notify(order.id.clone()).await?;
        break order.id;
    };
    Ok(id)
}

fn main() {}
