//! What a call says about itself, and what a workflow knows about its execution.

use super::model::{Item, Order, ShopError, charge, notify, reserve};
use jiff::Timestamp;
use workflow_runtime::{Retry, prelude::*};

/// Is tried again unless the call says otherwise.
#[task(timeout = "2s", retry(errors(Network), interval = "1s", max_attempts = 1))]
pub async fn ship(card: &str) -> Result<String, ShopError> {
    match card {
        "offline" => Err(ShopError::Network),
        "slow" => Err(ShopError::Timeout),
        "bad" => Err(ShopError::Declined { reason: "no".into(), tries: 1 }),
        card => Ok(format!("shipped {card}")),
    }
}

const PATIENT: Retry<ShopError> =
    retrier!(errors(ShopError::Network), interval = "5s", max_attempts = 3, backoff_rate = 3);

/// Another retrier than the task's.
#[workflow]
pub async fn patient(card: String) -> Result<String, ShopError> {
    ship(&card).retry(PATIENT).await
}

/// Several retriers, the last for all other errors.
#[workflow]
pub async fn retried_twice(card: String) -> Result<String, ShopError> {
    let shipped = ship(&card)
        .timeout(Duration::from_secs(3))
        .retry(retrier!(errors(ShopError::Timeout), interval = "2s", max_attempts = 1))
        .retry(retrier!(errors(ShopError::Declined, ShopError::Code), max_attempts = 2, backoff_rate = 1.0))
        .retry(retrier!(interval = "10s", max_attempts = 2, max_delay = "15s"))
        .await;
    match shipped {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { reason, .. }) => Ok(reason),
        Err(ShopError::Timeout) => Ok("timeout".into()),
        Err(other) => Err(other),
    }
}

/// The task's own retrier is left out.
#[workflow]
pub async fn at_once(card: String) -> Result<String, ShopError> {
    ship(&card).no_retry().await
}

/// A task without retriers of its own, in branches and iterations.
#[workflow]
pub async fn retried_inside(order: Order) -> Result<u32, ShopError> {
    let reserved = map(&order.items, |item| reserve(item).retry(retrier!(max_attempts = 1))).await?;
    let (text, _) = try_join!(charge("fine", 1).retry(retrier!(errors(ShopError::Network), interval = "3s")), async {
        ship(&order.order_id).no_retry().await
    },)?;
    Ok(text.chars().count() as u32 + reserved.len() as u32)
}

/// What a workflow knows about its execution.
#[workflow]
pub async fn knows_itself(order: Order) -> Result<(String, Timestamp), ShopError> {
    let key = format!("{}/{}", execution_name(), order.order_id);
    let receipts = map(&order.items, |item| async move {
        let receipt = charge(&execution_name(), item.price).await?;
        Ok::<_, ShopError>(format!("{receipt} {}", item.sku))
    })
    .await?;
    if execution_id().ends_with("execution") {
        sleep_until(execution_start_time()).await;
    }
    let started = execution_start_time();
    let known: Vec<String> = receipts.iter().map(|receipt| format!("{receipt} {}", execution_id())).collect();
    Ok((format!("{key} {}", known.join(", ")), started))
}

/// Waits until an hour after the start, and a little longer for each item.
#[workflow]
pub async fn deadlines(order: Order) -> Result<(Timestamp, bool), ShopError> {
    let mut due = execution_start_time() + Duration::from_hours(1);
    for item in &order.items {
        due += Duration::from_secs(item.quantity as u64);
        due -= Duration::from_secs(1);
        sleep_until(due - Duration::from_mins(1)).await;
    }
    sleep_until(now() + Duration::from_secs(60)).await;
    if due < execution_start_time() + Duration::from_secs(3_605) {
        notify("soon".into()).await?;
    }
    Ok((due, due == execution_start_time() + Duration::from_mins(60)))
}

/// Texts of JSONata, in a state, in a closure and in a condition.
#[workflow]
pub async fn texts(order: Order, rate: u32) -> Result<(u32, Vec<String>, bool), ShopError> {
    let prices: Vec<u32> = order.items.iter().map(|item| item.price * rate).collect();
    let total = jsonata!("$sum([0, $prices[$ > 10]])", |prices: &[u32]| -> u32 {
        prices.iter().filter(|price| **price > 10).sum()
    });
    let receipt = charge("fine", total).await?;
    let labels = order
        .items
        .iter()
        .map(|item| {
            jsonata!("$uppercase($item.sku) & '/' & $string($rate)", |item: &Item, rate: u32| -> String {
                format!("{}/{rate}", item.sku.to_uppercase())
            })
        })
        .collect();
    let reversed = jsonata!(r#"$join($reverse($split($receipt, "")))"#, |receipt: String| -> String {
        receipt.chars().rev().collect()
    });
    if jsonata!("$length($reversed) > 8 and ($r := $rate; $r) = 1", |reversed: &str, rate: u32| -> bool {
        reversed.chars().count() > 8 && rate == 1
    }) {
        notify(reversed).await?;
    }
    let faults =
        jsonata!("$rate > 5 ? $error('no') : $rate", |rate: u32| -> u32 { if rate > 5 { panic!("no") } else { rate } });
    Ok((total + faults, labels, receipt.ends_with('1')))
}

/// What a list costs, by an expression.
#[expression]
fn most(prices: &[u32]) -> Option<u32> {
    jsonata!("$count($prices) = 0 ? null : $max($prices)", |prices: &[u32]| -> Option<u32> {
        prices.iter().copied().max()
    })
}

/// Names that stand for each other.
#[workflow]
pub async fn text_of_shadowed(a: u32, b: u32) -> Result<(u32, Option<u32>), ShopError> {
    let (b, a) = (a, b);
    let difference = jsonata!("$a * 100 + $b", |a: u32, b: u32| -> u32 { a * 100 + b });
    Ok((difference, most(&[a, b])))
}
