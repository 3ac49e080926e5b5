//! Workflows that start executions of others.

use super::model::{AnyError, Item, Order, OuterError, ShopError, charge, notify, reserve, wild};
use workflow_runtime::prelude::*;

/// Packs an item: sold out, or a fault for no items.
#[workflow]
pub async fn pack(item: Item) -> Result<u32, ShopError> {
    let cents = reserve(&item).await?;
    let each = cents / item.quantity;
    if each == 700 {
        return Err(ShopError::Declined { reason: "too dear".to_string(), tries: each });
    }
    Ok(each)
}

/// Has two parameters.
#[workflow]
pub async fn pay(card: String, cents: u32) -> Result<String, ShopError> {
    sleep(Duration::from_secs(1)).await;
    charge(&card, cents).await
}

/// Has none, and starts another.
#[workflow]
pub async fn ping_twice() -> Result<String, ShopError> {
    let first = start_execution(pay("fine".to_string(), 1)).await?;
    notify(first.clone()).await?;
    Ok(first)
}

/// Passes on whatever the other one fails with.
#[workflow]
pub async fn passed_on(order: Order) -> Result<(u32, String), ShopError> {
    let packed = start_execution(pack(order.items[0].clone())).await?;
    let paid = start_execution(pay(order.order_id, packed + 1)).await?;
    let text = start_execution(ping_twice()).await?;
    Ok((packed, format!("{paid} {text}")))
}

/// An arm for each of some errors.
#[workflow]
pub async fn handled(order: Order) -> Result<String, ShopError> {
    match start_execution(pack(order.items[0].clone())).await {
        Ok(cents) => Ok(format!("{cents}")),
        Err(ShopError::SoldOut { sku }) => Ok(format!("no {sku}")),
        Err(ShopError::Declined { reason, tries }) => Ok(format!("{reason} {tries}")),
        Err(other) => Err(other),
    }
}

/// An arm for any error, and one that asks for it.
#[workflow]
pub async fn any_handled(card: String) -> Result<String, ShopError> {
    match start_execution(pay(card, 3)).await {
        Ok(receipt) => Ok(receipt),
        Err(ShopError::Network | ShopError::Timeout) => Ok("again".to_string()),
        Err(error) => Ok(format!("{}: {}", error.failure().error, error.failure().cause)),
    }
}

/// Goes on whatever happens, but for a fault.
#[workflow]
pub async fn best_effort(item: Item) -> Result<String, ShopError> {
    let _ = start_execution(pack(item)).await;
    #[state(name = "PayOffline")]
    if let Err(ShopError::Network) = start_execution(pay("offline".to_string(), 1)).await {
        notify("no network".to_string()).await?;
    }
    #[state(name = "PaySeven")]
    let Ok(receipt) = start_execution(pay("seven".to_string(), 1)).await else {
        return Ok("none".to_string());
    };
    Ok(receipt)
}

/// The other one's error is a variant's, and the result is the workflow's own.
#[workflow]
pub async fn wrapped(item: Item) -> Result<u32, OuterError> {
    let cents = start_execution(pack(item)).await?;
    if cents > 100 {
        return Err(OuterError::GaveUp { after: cents });
    }
    Ok(cents)
}

/// Is what the other one is.
#[workflow]
pub async fn the_same(card: String, cents: u32) -> Result<String, ShopError> {
    start_execution(pay(card, cents)).await
}

/// Fails with anything.
#[workflow]
pub async fn fails_anyhow(name: String) -> Result<u32, AnyError> {
    if name == "fault" {
        let zero = wild("fine".to_string()).await? - 1;
        return Ok(7 / zero);
    }
    wild(name).await
}

/// Takes everything that can be taken.
#[workflow]
pub async fn takes_all(name: String) -> Result<String, AnyError> {
    match start_execution(fails_anyhow(name)).await {
        Ok(number) => Ok(format!("{number}")),
        Err(AnyError::Network) => Ok("network".to_string()),
        Err(AnyError::Other(failure)) => Ok(format!("{} {}", failure.error, failure.cause)),
    }
}

/// Starts them side by side.
#[workflow]
pub async fn side_by_side(order: Order) -> Result<(Vec<u32>, String), ShopError> {
    let (prices, receipt) = try_join!(
        map(&order.items, |item| start_execution(pack(item.clone()))).max_concurrency(1),
        start_execution(pay(order.order_id, 2)),
    )?;
    Ok((prices, receipt))
}

/// Starts itself until there is nothing left.
#[workflow]
pub async fn counted_down(left: u32) -> Result<u32, ShopError> {
    if left == 0 {
        return Err(ShopError::Code(7));
    }
    if left == 1 {
        return Ok(left);
    }
    let below = start_execution(counted_down(left - 2)).await?;
    Ok(below + left)
}
