//! Workflows of joins, maps, waits and catches.

use super::model::*;
use std::time::Duration;
use workflow_runtime::prelude::*;

/// Branches of every kind.
#[workflow]
pub async fn joined(order: Order) -> Result<(u32, String, i64), ShopError> {
    let (price, text, pong) = try_join!(
        reserve(&order.items[0]),
        async {
            notify("begin".to_string()).await?;
            let text = charge(&order.customer.name, 3).await?;
            Ok(format!("<{text}>"))
        },
        ping(),
    )?;
    Ok((price, text, pong))
}

/// A map in a join in a map.
#[workflow]
pub async fn nested(orders: Vec<Order>) -> Result<Vec<u32>, ShopError> {
    map(&orders, |order| async move {
        let (prices, _pong) = try_join!(map(&order.items, |item| reserve(item)), ping())?;
        let total: u32 = prices.iter().sum();
        Ok(total)
    })
    .max_concurrency(2)
    .await
}

/// A closure of several statements that reads what is outside.
#[workflow]
pub async fn captured(order: Order, factor: u32) -> Result<Vec<u32>, ShopError> {
    let base = ping().await?;
    let prices = map(&order.items, |item| async move {
        if item.quantity > 5 && base > 0 {
            return Ok(0);
        }
        let price = reserve(item).await?;
        Ok(price * factor)
    })
    .await?;
    Ok(prices)
}

/// An error by its variant, with its fields.
#[workflow]
pub async fn caught(card: String) -> Result<String, ShopError> {
    match charge(&card, 10).await {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { reason, tries }) => Ok(format!("{reason} after {tries}")),
        Err(ShopError::Network | ShopError::Timeout) => {
            notify("retry later".into()).await?;
            Err(ShopError::Network)
        }
        Err(other) => Err(other),
    }
}

/// Any error, handled.
#[workflow]
pub async fn caught_any(card: String) -> Result<String, ShopError> {
    let text = match charge(&card, 10).await {
        Ok(text) => text,
        Err(_) => "nothing".to_string(),
    };
    notify(text.clone()).await?;
    Ok(text)
}

/// The error itself, failed with after something was put right.
#[workflow]
pub async fn compensated(card: String) -> Result<String, ShopError> {
    match charge(&card, 10).await {
        Ok(text) => Ok(text),
        Err(error) => {
            notify("undo".into()).await?;
            Err(error)
        }
    }
}

/// `if let Err`.
#[workflow]
pub async fn best_effort(message: String) -> Result<u32, ShopError> {
    let mut problems = 0;
    if let Err(ShopError::Network) = notify(message).await {
        problems += 1;
    }
    let _ = charge("bad", 1).await;
    Ok(problems)
}

/// `let .. else` on a task.
#[workflow]
pub async fn or_else(card: String) -> Result<String, OuterError> {
    let Ok(text) = charge(&card, 1).await else {
        return Err(OuterError::GaveUp { after: 1 });
    };
    notify(text.clone()).await?;
    Ok(text)
}

/// An error inside another.
#[workflow]
pub async fn transparent(card: String) -> Result<String, OuterError> {
    let first = charge(&card, 1).await?;
    Ok(first)
}

/// An error of a branch.
#[workflow]
pub async fn failing_branch(card: String) -> Result<String, ShopError> {
    match try_join!(charge(&card, 1), ping()) {
        Ok((text, _)) => Ok(text),
        Err(ShopError::Declined { reason, .. }) => Ok(reason),
        Err(other) => Err(other),
    }
}

/// A Fail state in a branch, caught outside.
#[workflow]
pub async fn failing_block(limit: u32) -> Result<String, ShopError> {
    match try_join!(
        async {
            if limit > 5 {
                return Err(ShopError::Declined { reason: format!("over {limit}"), tries: 1 });
            }
            Ok(limit)
        },
        ping(),
    ) {
        Ok((limit, _)) => Ok(format!("{limit}")),
        Err(_) => Ok("too much".into()),
    }
}

/// A field of an error that is a plain value.
#[workflow]
pub async fn code(card: String) -> Result<i32, ShopError> {
    match charge(&card, 1).await {
        Ok(_) => Ok(0),
        Err(ShopError::Code(code)) => Ok(code + 1),
        Err(other) => Err(other),
    }
}

/// Every error that there is.
#[workflow]
pub async fn whatever(name: String) -> Result<String, AnyError> {
    match wild(name).await {
        Ok(number) => Ok(format!("{number}")),
        Err(AnyError::Network) => Ok("network".into()),
        Err(AnyError::Other(failure)) => Ok(failure.error),
    }
}

/// Effects inside expressions.
#[workflow]
pub async fn inline(order: Order) -> Result<String, ShopError> {
    let text = format!("{}/{}", ping().await?, charge("inline", reserve(&order.items[0]).await?).await?);
    Ok(text)
}

/// A wait between tasks.
#[workflow]
pub async fn waited(name: String) -> Result<String, ShopError> {
    notify(name.clone()).await?;
    sleep(Duration::from_mins(5)).await;
    charge(&name, 1).await
}

/// Options at the call.
#[workflow]
pub async fn call_options(card: String) -> Result<String, ShopError> {
    charge(&card, 1).timeout(Duration::from_secs(90)).await
}

/// Nothing comes of it.
#[workflow]
pub async fn nothing() -> Result<(), ShopError> {
    notify("a".into()).await?;
    #[state(name = "NotifyAgain")]
    notify("b".into()).await?;
    Ok(())
}
