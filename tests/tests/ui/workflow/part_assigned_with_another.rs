//! A field and a variable assigned at once.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut order = order;
    let mut total = 0;
    (order.quantity, total) = (1, order.quantity);
    Ok(format!("{} {total}", order.quantity))
}

fn main() {}
