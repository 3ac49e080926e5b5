//! `select!`.

mod shop;
use shop::*;

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    tokio::select! {
        text = charge(&order.id, 1) => text,
        _ = sleep(Duration::from_secs(5)) => Ok(order.id),
    }
}

fn main() {}
