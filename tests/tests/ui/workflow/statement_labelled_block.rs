//! A block with a label.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let id = 'done: {
        if order.quantity > 1 {
            break 'done order.id;
        }
        String::new()
    };
    Ok(id)
}

fn main() {}
