//! A body whose value is no `Result`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.quantity > 1 {
        notify(order.id.clone()).await?;
    }
    (order.id, order.quantity)
}

fn main() {}
