//! An option of a workflow that is given twice.

mod shop;
use shop::*;

#[workflow(tracing, allow(history_limit), tracing)]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    notify(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
