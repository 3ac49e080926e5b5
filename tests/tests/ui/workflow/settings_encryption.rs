//! Encryption without a key, and data keys that are used again for too long.

mod shop;
use shop::*;

#[workflow(encryption(reuse = "5m"))]
async fn keyless(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

#[workflow(encryption(key = "${Key}", reuse = "1h"))]
async fn long(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

#[workflow(encryption(key = ""))]
async fn empty(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
