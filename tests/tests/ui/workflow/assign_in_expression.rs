//! An assignment inside a larger expression.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut total = 0;
    let done = (total = order.quantity, order.id);
    Ok(format!("{total} {}", done.1))
}

fn main() {}
