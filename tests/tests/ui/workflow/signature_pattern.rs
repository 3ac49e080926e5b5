//! A parameter that is a pattern.

mod shop;
use shop::*;

#[workflow]
async fn fulfil((card, cents): (String, u32)) -> Result<String, ShopError> {
    charge(&card, cents).await
}

fn main() {}
