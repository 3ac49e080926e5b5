//! An item inside a workflow.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    fn cents() -> u32 {
        5
    }
    charge(&order.id, cents()).await
}

fn main() {}
