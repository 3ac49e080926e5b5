//! A loop over characters.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<(), ShopError> {
    for letter in order.id.chars() {
        notify(format!("{letter}")).await?;
    }
    Ok(())
}

fn main() {}
