//! The tasks.

use super::services::{Bank, Topic, Warehouse};
use super::{Customer, Item, NotifyError, OrderError, Published, Reservation};
use workflow_runtime::prelude::*;

/// Takes an item from its shelf. What is not paid for by the evening is put back then.
#[task(timeout = "30s", retry(errors(Timeout), interval = "1s", max_attempts = 2))]
pub async fn reserve(item: &Item, warehouse: Dep<Warehouse>) -> Result<Reservation, OrderError> {
    warehouse.take(item)
}

/// Puts items back on their shelves.
#[task(timeout = "30s")]
pub async fn release(reservations: &[Reservation], warehouse: Dep<Warehouse>) -> Result<(), OrderError> {
    for reservation in reservations {
        warehouse.put_back(reservation);
    }
    Ok(())
}

/// Says what is known about a customer. (Customers whose name begins with an A have always paid.)
#[task(timeout = "30s")]
pub async fn assess(customer: &str) -> Result<Customer, OrderError> {
    Ok(Customer { trusted: customer.starts_with('A') })
}

/// Looks at an order before it is paid for. (Nobody spends more than 10,000.00 on their first order.)
#[task(timeout = "1h")]
pub async fn review(order: &str, cents: u32) -> Result<(), OrderError> {
    if cents > 1_000_000 {
        return Err(OrderError::ReviewRejected { reason: format!("{order} is too much for a first order") });
    }
    Ok(())
}

/// Takes money from a card. The bank is asked again in its own good time where it does not answer, and sooner but more
/// patiently where it is asked too often; for each execution it pays once.
#[task(
    timeout = "60s",
    retry(errors(GatewayUnavailable, Timeout), interval = "2s", max_attempts = 3, backoff_rate = 2.0),
    retry(errors(RateLimited), interval = "1s", max_attempts = 5, backoff_rate = 1.5)
)]
pub async fn charge(card: &str, cents: u32, execution: &str, bank: Dep<Bank>) -> Result<(), OrderError> {
    bank.pay(card, cents, execution)
}

/// Offers to be paid in instalments.
#[task(timeout = "30s")]
pub async fn offer_instalments(order: &str, cents: u32, available: u32) -> Result<String, OrderError> {
    let instalments = cents.div_ceil(available.max(1)).clamp(2, 12);
    Ok(format!("{order} in {instalments} instalments"))
}

/// Asks a human to find out what happened.
#[task(timeout = "30s")]
pub async fn open_ticket(order: &str) -> Result<String, OrderError> {
    Ok(format!("TICKET-{order}"))
}

/// Hands the parcel over.
#[task(timeout = "60s")]
pub async fn ship(order: &str) -> Result<String, OrderError> {
    Ok(format!("PARCEL-{order}"))
}

/// Tells those who want to know of orders. On AWS the state publishes to SNS itself, and no function of this program runs;
/// here a topic in memory stands in for it.
#[task(
    resource = "arn:aws:states:::sns:publish",
    arguments(TopicArn = "${OrdersTopicArn}"),
    timeout = "30s",
    retry(errors(Throttled), interval = "2s", max_attempts = 4)
)]
pub async fn notify(subject: &str, message: &str, topic: Dep<Topic>) -> Result<Published, NotifyError> {
    let number = topic.publish(subject, message);
    Ok(Published { message_id: number.to_string() })
}
