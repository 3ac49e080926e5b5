//! A workflow with a `where` clause.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError>
where
    Order: Clone,
{
    Ok(order.id)
}

fn main() {}
