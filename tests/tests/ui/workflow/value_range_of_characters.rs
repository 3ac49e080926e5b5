//! A range over characters.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    let mut text = order.id;
    for letter in 'a'..'e' {
        notify(format!("{letter}")).await?;
        text.push_str("x");
    }
    Ok(text)
}

fn main() {}
