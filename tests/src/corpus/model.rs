//! The data and tasks that the corpus shares.

use std::collections::BTreeMap;
use workflow_runtime::prelude::*;

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Its id.
    pub order_id: String,
    /// Who ordered.
    pub customer: Customer,
    /// What was ordered.
    pub items: Vec<Item>,
    /// A coupon, if there is one.
    pub coupon: Option<String>,
    /// How it is paid.
    pub payment: Payment,
    /// How fast it goes out.
    pub priority: Priority,
    /// Its weight.
    pub weight_kg: f64,
}

/// Who ordered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Customer {
    /// A name.
    pub name: String,
    /// Whether it is a good one.
    pub vip: bool,
    /// Free notes by topic.
    pub notes: BTreeMap<String, String>,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Item {
    /// What.
    pub sku: String,
    /// For how much, each.
    #[serde(rename = "unit-price")]
    pub price: u32,
    /// How many.
    pub quantity: u32,
    /// Labels.
    pub tags: Vec<String>,
}

/// How an order is paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Payment {
    /// By card.
    CreditCard {
        /// The last digits.
        last_four: String,
        /// What it is good for.
        limit: u32,
    },
    /// By invoice.
    Invoice {
        /// When.
        due_days: u32,
    },
    /// In cash.
    Cash,
}

/// How fast an order goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Priority {
    /// Soon.
    High,
    /// As usual.
    Normal,
    /// When there is time.
    Low,
}

/// An event with a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(tag = "type", content = "body")]
pub enum Event {
    /// Something was made.
    Created(String),
    /// Something went from one place to another.
    Moved {
        /// From here.
        from: i32,
        /// To there.
        to: i32,
    },
    /// Nothing happened.
    Tick,
}

/// A page of anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Page<T> {
    /// What is on it.
    pub entries: Vec<T>,
    /// The next one.
    pub next: Option<String>,
}

/// The errors of the corpus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum ShopError {
    /// None left.
    SoldOut {
        /// Of what.
        sku: String,
    },
    /// Not paid.
    Declined {
        /// Why.
        reason: String,
        /// How often it was tried.
        tries: u32,
    },
    /// No connection.
    Network,
    /// A code.
    Code(i32),
    /// An attempt took too long.
    #[error(name = "States.Timeout")]
    Timeout,
}

/// An error type that holds the shop's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum OuterError {
    /// Any error of the shop.
    Shop(#[from] ShopError),
    /// Gave up.
    GaveUp {
        /// After how much.
        after: u32,
    },
}

/// An error type that takes everything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum AnyError {
    /// No connection.
    Network,
    /// Anything else.
    #[error(other)]
    Other(Failure),
}

/// Reserves an item: gives its price times its quantity, or is sold out of `gone`.
#[task]
pub async fn reserve(item: &Item) -> Result<u32, ShopError> {
    match item.sku.as_str() {
        "gone" => Err(ShopError::SoldOut { sku: item.sku.clone() }),
        "offline" => Err(ShopError::Network),
        _ => Ok(item.price * item.quantity),
    }
}

/// Charges: `bad` is declined.
#[task]
pub async fn charge(card: &str, cents: u32) -> Result<String, ShopError> {
    match card {
        "bad" => Err(ShopError::Declined { reason: "no funds".into(), tries: 2 }),
        "offline" => Err(ShopError::Network),
        "seven" => Err(ShopError::Code(7)),
        "slow" => Err(ShopError::Timeout),
        _ => Ok(format!("{card}-{cents}")),
    }
}

/// Tells somebody something.
#[task]
pub async fn notify(message: String) -> Result<(), ShopError> {
    if message == "offline" { Err(ShopError::Network) } else { Ok(()) }
}

/// A page of skus; pages are called by the letters of the alphabet and there are three.
#[task]
pub async fn list_page(token: Option<String>) -> Result<Page<String>, ShopError> {
    let next = match token.as_deref() {
        None => Some("b".to_owned()),
        Some("b") => Some("c".to_owned()),
        Some(_) => None,
    };
    Ok(Page { entries: vec![token.unwrap_or_else(|| "a".into())], next })
}

/// The parts of a name.
#[task]
pub async fn split_name(name: String) -> Result<(String, u32), ShopError> {
    let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
    Ok((name, length))
}

/// The priority for a weight.
#[task]
pub async fn prioritise(weight: f64) -> Result<Priority, ShopError> {
    Ok(if weight > 10.0 { Priority::Low } else { Priority::High })
}

/// Is called with nothing and gives a number.
#[task]
pub async fn ping() -> Result<i64, ShopError> {
    Ok(42)
}

/// Fails with anything at all.
#[task]
pub async fn wild(name: String) -> Result<u32, AnyError> {
    match name.as_str() {
        "fine" => Ok(1),
        "network" => Err(AnyError::Network),
        _ => Err(AnyError::Other(Failure::new(name, "out there"))),
    }
}
