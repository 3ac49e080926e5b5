//! A loop over what may fail for items that it does not come to.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<(), ShopError> {
    for cents in order.items.iter().map(|item| item.cents * 2) {
        charge(&order.id, cents).await?;
    }
    Ok(())
}

fn main() {}
