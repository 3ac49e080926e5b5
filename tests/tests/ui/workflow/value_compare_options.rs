//! Options of lists compared.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<bool, ShopError> {
    Ok(Some(vec![order.quantity]) == None)
}

fn main() {}
