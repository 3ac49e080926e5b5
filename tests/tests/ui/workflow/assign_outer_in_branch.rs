//! An outer variable changed in a branch.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<u32, ShopError> {
    let mut total = 0;
    try_join!(
        async {
            total = reserve(&order.items[0]).await?;
            Ok(())
        },
        notify(order.id.clone()),
    )?;
    Ok(total)
}

fn main() {}
