//! An outer variable changed in an iteration.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let mut total = 0;
    map(&order.items, |item| async move {
        total += reserve(item).await?;
        Ok(())
    })
    .await?;
    Ok(total)
}

fn main() {}
