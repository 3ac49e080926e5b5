//! A method that has no form.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let id = order.id.replace("a", "b");
    Ok(id)
}

fn main() {}
