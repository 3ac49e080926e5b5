//! A sum of another type.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let total: f64 = order.items.iter().map(|item| item.cents).sum();
    Ok(format!("{}", total > 1.0))
}

fn main() {}
