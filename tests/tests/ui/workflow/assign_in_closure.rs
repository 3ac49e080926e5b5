//! A variable changed in a closure.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut count = 0;
    let all = order.items.iter().all(|item| {
        count += 1;
        item.cents > 0
    });
    notify(format!("{count} {all}")).await?;
    Ok(order.id)
}

fn main() {}
