//! A loop that reaches no state.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut count = 0;
    loop {
        count += 1;
    }
}

fn main() {}
