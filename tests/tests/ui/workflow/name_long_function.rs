//! A name over 80 characters that comes from a task.

mod shop;
use shop::*;

#[task]
async fn tell_the_customer_that_the_order_has_been_received_and_will_be_looked_at_by_somebody_within_two_days(
    id: String,
) -> Result<(), ShopError> {
    drop(id);
    Ok(())
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, ShopError> {
    tell_the_customer_that_the_order_has_been_received_and_will_be_looked_at_by_somebody_within_two_days(order.id.clone()).await?;
    Ok(order.id)
}

fn main() {}
