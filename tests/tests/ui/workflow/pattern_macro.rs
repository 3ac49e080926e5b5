//! A pattern that a macro makes.

#![allow(unused_macros)]

mod shop;
use shop::*;

macro_rules! few {
    () => {
        0 | 1
    };
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    match order.quantity {
        few!() => Ok(order.id),
        _ => Ok(String::new()),
    }
}

fn main() {}
