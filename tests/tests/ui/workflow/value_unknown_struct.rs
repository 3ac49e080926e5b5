//! A struct that does not exist.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let parcel = Parcel { id: order.id };
    notify(parcel.id.clone()).await?;
    Ok(parcel.id)
}

fn main() {}
