//! A workflow of every construct, whose generated code no lint of the user's speaks of. Compiling is the test;
//! `cargo clippy --all-targets` runs the lints of the second half.

#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unsafe_code)]
#![deny(unused, unused_qualifications, unused_lifetimes, unused_results, single_use_lifetimes)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::allow_attributes)]

use std::time::Duration;
use workflow_runtime::prelude::*;

/// An order.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Order {
    /// Its id.
    pub id: String,
    /// What was ordered.
    pub items: Vec<Item>,
    /// How it is paid.
    pub payment: Payment,
    /// What may be known of it.
    pub note: Option<String>,
}

/// A line of an order.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Item {
    /// How many cents.
    pub cents: u32,
    /// How many of them.
    pub count: u32,
}

/// How an order is paid.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
#[serde(tag = "kind")]
pub enum Payment {
    /// By card.
    Card {
        /// Its number.
        number: String,
    },
    /// In cash.
    Cash,
}

/// What can go wrong.
#[derive(Debug, PartialEq, Eq, WorkflowError)]
pub enum ShopError {
    /// It was declined.
    Declined {
        /// Why.
        reason: String,
    },
    /// No connection.
    Network,
    /// It took too long.
    #[error(name = "States.Timeout")]
    Timeout,
}

/// An error that holds another.
#[derive(Debug, PartialEq, Eq, WorkflowError)]
pub enum OuterError {
    /// One of the shop's.
    Shop(#[from] ShopError),
}

/// Charges a card.
///
/// # Errors
///
/// Never.
#[task]
pub fn charge(card: &str, cents: u32) -> Result<String, ShopError> {
    Ok(format!("{card}-{cents}"))
}

/// Reserves an item.
///
/// # Errors
///
/// Never.
#[task]
pub fn reserve(item: &Item) -> Result<u32, ShopError> {
    Ok(item.cents * item.count)
}

/// Tells somebody something.
///
/// # Errors
///
/// Never.
#[task]
pub fn notify(message: String) -> Result<(), ShopError> {
    drop(message);
    Ok(())
}

const LIMIT: u32 = 1_000;

/// Computes.
///
/// # Errors
///
/// Where a task fails.
#[workflow]
pub async fn values(order: Order, factor: u32) -> Result<Vec<String>, ShopError> {
    let Item { cents, count } = order.items[0].clone();
    let doubled = (cents * 2 + count - 1) / factor % LIMIT;
    let total: u32 = order.items.iter().map(|item| item.cents * item.count).sum();
    let cheap: Vec<Item> =
        order.items.iter().filter(|item| item.cents < LIMIT && !order.items.is_empty()).cloned().collect();
    let tier = if total > LIMIT || doubled == 0 { "high" } else { "low" };
    let text = match &order.payment {
        Payment::Card { number } if number.is_empty() => "unknown".to_string(),
        Payment::Card { number } => format!("card {number}"),
        Payment::Cash => String::from("cash"),
    };
    let pair = (text.to_ascii_uppercase(), -i64::from(doubled));
    let (upper, negative) = pair.clone();
    let note = order.note.as_ref().map(|note| format!("<{note}>")).unwrap_or(String::new());
    let extra = Item { cents: 5, ..order.items[0].clone() };
    let price = reserve(&extra).await?;
    notify(format!("{upper}{negative}{note}{price}{}", cheap.len())).await?;
    let names = vec![tier.to_string(), upper + "!", pair.0];
    Ok(names)
}

/// Decides and repeats.
///
/// # Errors
///
/// Where a task fails.
#[workflow]
pub async fn control(order: Order) -> Result<u32, ShopError> {
    let mut total = 0;
    for item in &order.items {
        if item.count == 0 {
            continue;
        }
        total += reserve(item).await?;
        if total > LIMIT {
            break;
        }
    }
    let mut left = total;
    while left > 0 {
        sleep(Duration::from_secs(60)).await;
        left -= 1;
    }
    'pages: loop {
        notify("page".to_string()).await?;
        loop {
            #[state(name = "Inner")]
            notify("inner".to_string()).await?;
            break 'pages;
        }
    }
    let Some(note) = order.note else {
        return Err(ShopError::Network);
    };
    if let Payment::Card { number } = &order.payment {
        #[state(name = "Card")]
        let answer = charge(number, 5).await?;
        return Err(ShopError::Declined { reason: answer });
    } else if note.is_empty() {
        return Ok(0);
    }
    match order.items.len() {
        0 => Ok(1),
        1..=5 => {
            let count = reserve(&order.items[0]).await?;
            Ok(count)
        }
        _ => Ok(total),
    }
}

/// Does things side by side.
///
/// # Errors
///
/// Where a task fails.
#[workflow]
pub async fn effects(order: Order) -> Result<String, OuterError> {
    let (prices, (), text) =
        try_join!(map(&order.items, |item| reserve(item)).max_concurrency(5), notify(order.id.clone()), async {
            let first = reserve(&order.items[0]).await?;
            Ok(format!("{first}"))
        },)?;
    let counted = map(&order.items, |item| async move {
        if item.count == 0 {
            return Ok::<_, ShopError>(0);
        }
        let price = reserve(item).await?;
        Ok(price + 1)
    })
    .await?;
    if let Err(ShopError::Network) = notify(text).await {
        let _ = charge("quiet", 1).timeout(Duration::from_secs(5)).await;
    }
    let Ok(paid) = charge(&order.id, prices[0] + counted[0]).await else {
        return Ok("nothing".to_string());
    };
    #[state(name = "Again")]
    match charge(&paid, 1).await {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { reason }) => Ok(reason),
        Err(ShopError::Timeout) => {
            let inline = format!("{}", reserve(&order.items[0]).await?);
            Ok(inline)
        }
        Err(other) => Err(other.into()),
    }
}

#[tokio::test]
async fn definitions_are_built() {
    for definition in [
        workflow_runtime::definition::<values>(),
        workflow_runtime::definition::<control>(),
        workflow_runtime::definition::<effects>(),
    ] {
        assert!(!definition.states.is_empty());
    }
}
