//! A text is looked through with a function.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    Ok(format!("{}", order.id.contains(char::is_numeric)))
}

fn main() {}
