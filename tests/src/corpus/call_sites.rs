//! What a call says about itself, and what a workflow knows about its execution.

use super::model::{Order, ShopError, charge, notify, reserve};
use jiff::Timestamp;
use workflow_runtime::{Retry, prelude::*};

/// Is tried again unless the call says otherwise.
#[task(timeout = "2s", retry(errors(Network), interval = "1s", max_attempts = 1))]
pub async fn ship(card: &str) -> Result<String, ShopError> {
    match card {
        "offline" => Err(ShopError::Network),
        "slow" => std::future::pending().await,
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
