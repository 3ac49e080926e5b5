//! A call with type arguments.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    charge(&order.id, std::convert::identity::<u32>(order.quantity)).await
}

fn main() {}
