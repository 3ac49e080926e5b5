//! A workflow that is a method.

mod shop;
use shop::*;

struct Shop;

impl Shop {
    #[workflow]
    async fn fulfil(self, order: Order) -> Result<String, ShopError> {
        Ok(order.id)
    }
}

fn main() {}
