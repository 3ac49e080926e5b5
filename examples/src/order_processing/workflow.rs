//! The workflow and its data.

use super::OrderError;
use super::tasks::{assess, charge, offer_instalments, open_ticket, release, reserve, review, ship};
use jiff::Timestamp;
use workflow_runtime::prelude::*;

/// Above this many cents a customer has to be known.
const REVIEW_LIMIT: u32 = 50_000;

/// An order.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Its number.
    pub id: String,
    /// Who ordered.
    pub customer: String,
    /// What pays for it.
    pub card: String,
    /// What is ordered.
    pub items: Vec<Item>,
    /// Whether it is in a hurry.
    pub express: bool,
    /// It does not leave before this moment.
    pub ship_at: Timestamp,
}

/// So many of a thing.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Item {
    /// Which thing.
    pub sku: String,
    /// How many.
    pub quantity: u32,
}

/// An item that was taken from the shelf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Reservation {
    /// Which thing.
    pub sku: String,
    /// How many.
    pub quantity: u32,
    /// What they cost together.
    pub cents: u32,
}

/// What is known about a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, WorkflowData)]
pub struct Customer {
    /// Whether they ordered, and paid, before.
    pub trusted: bool,
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The order's number.
    pub order: String,
    /// How far it came.
    pub status: Status,
    /// What was paid, in cents.
    pub paid: u32,
    /// The number of the parcel, payment plan or ticket, by status.
    pub reference: Option<String>,
}

/// How far an order came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// There was nothing in it.
    Empty,
    /// It is on its way.
    Shipped,
    /// It waits for the customer to agree to pay in instalments.
    Offered,
    /// It waits for somebody to ask the bank what happened.
    Unclear,
}

/// Reserves what was ordered, is paid for it and ships it when its time has come.
#[workflow(logging(level = "ERROR"), tracing, tags(team = "shop", "cost-center" = "4711"))]
pub async fn order_processing(order: Order) -> Result<Receipt, OrderError> {
    if order.items.is_empty() {
        return Ok(Receipt { order: order.id, status: Status::Empty, paid: 0, reference: None });
    }
    // The shelves and the customer are looked at side by side.
    #[state(name = "Prepare")]
    let (reservations, customer) =
        try_join!(map(&order.items, |item| reserve(item)).max_concurrency(5), assess(&order.customer),)?;
    let cents: u32 = reservations.iter().map(|reservation| reservation.cents).sum();

    // What is urgent or expensive is looked at by a human, unless the customer is known.
    #[state(name = "NeedsReview")]
    if (order.express || cents > REVIEW_LIMIT) && !customer.trusted {
        review(&order.id, cents).await?;
    }

    match charge(&order.card, cents).await {
        Ok(_) => {}
        Err(OrderError::CardDeclined { reason }) => {
            release(&reservations).await?;
            return Err(OrderError::CardDeclined { reason });
        }
        Err(OrderError::InsufficientFunds { available }) => {
            let plan = offer_instalments(&order.id, cents, available).await?;
            return Ok(Receipt { order: order.id, status: Status::Offered, paid: 0, reference: Some(plan) });
        }
        Err(OrderError::Timeout) => {
            // The card may have been charged or not: a human asks the bank.
            let ticket = open_ticket(&order.id).await?;
            return Ok(Receipt { order: order.id, status: Status::Unclear, paid: 0, reference: Some(ticket) });
        }
        Err(other) => return Err(other),
    }

    sleep_until(order.ship_at).await;
    let parcel = ship(&order.id).await?;
    Ok(Receipt { order: order.id, status: Status::Shipped, paid: cents, reference: Some(parcel) })
}
