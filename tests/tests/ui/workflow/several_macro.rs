//! Several mistakes that the macro finds.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut quantity = order.quantity;
    unsafe {
        quantity += 1;
    }
    order.quantity = quantity;
    let id = order.id.repeat(2);
    notify(id).await;
    double(quantity);
    notify(format!("{:?}", order.items)).await?;
    Ok(order.id)
}

fn main() {}
