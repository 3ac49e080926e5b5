//! An alias of `Result` that hides the error type.

mod shop;
use shop::*;

type Outcome<T> = std::result::Result<T, ShopError>;

mod alias {
    use super::*;

    type Result<T> = Outcome<T>;

    #[workflow]
    async fn fulfil(order: Order) -> Result<String> {
        Ok(order.id)
    }
}

fn main() {}
