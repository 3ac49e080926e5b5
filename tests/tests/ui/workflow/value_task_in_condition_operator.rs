//! A task behind `&&`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    if order.quantity > 1 && reserve(&order.items[0]).await? > 5 {
        return Err(ShopError::Network);
    }
    Ok(order.id)
}

fn main() {}
