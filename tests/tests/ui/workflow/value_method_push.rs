//! `push`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<Vec<String>, ShopError> {
    let mut names = vec![order.id];
    names.push(String::new());
    Ok(names)
}

fn main() {}
