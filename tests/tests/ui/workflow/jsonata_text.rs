//! Texts that do not end where they seem to.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let first = jsonata!("$count($order.items", |order: &Order| -> u32 { order.quantity });
    let second = jsonata!("{% $order.quantity %}", |order: &Order| -> u32 { order.quantity });
    let third = jsonata!("$order.quantity", order.quantity);
    Ok(first + second + third)
}

fn main() {}
