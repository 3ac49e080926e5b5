//! Decisions that share a state, and results and errors that do.

use super::model::*;
use workflow_runtime::prelude::*;

/// What fails in a condition fails where it is looked at, and not before.
#[workflow]
pub async fn faults_within(a: u32, b: u32) -> Result<i64, ShopError> {
    if a > 10 {
        if a / b > 3 {
            return ping().await;
        }
    } else if a == 7 {
        return Ok(7);
    }
    let left = a - b;
    if left > 1 {
        notify(format!("{left}")).await?;
    }
    Ok(0)
}

/// A value that may not exist, between decisions.
#[workflow]
pub async fn fault_between(a: u32, b: u32) -> Result<i64, ShopError> {
    if a == 0 {
        return ping().await;
    }
    let _unread = a % b;
    if a > 3 {
        return Err(ShopError::Network);
    }
    ping().await?;
    Ok(1)
}

/// What patterns bind is known in the decisions within.
#[workflow]
pub async fn bound_within(order: Order) -> Result<String, ShopError> {
    match order.payment {
        Payment::CreditCard { last_four, limit } => match limit {
            0..=99 => Err(ShopError::Declined { reason: format!("limit {limit}"), tries: 0 }),
            _ if order.customer.vip => charge(&last_four, limit).await,
            _ => Ok(last_four),
        },
        Payment::Invoice { due_days } => {
            if let Some(coupon) = order.coupon {
                charge(&coupon, due_days).await
            } else {
                Ok("invoice".into())
            }
        }
        Payment::Cash => Ok("cash".into()),
    }
}

/// Decisions at the start of a loop's body, and behind it.
#[workflow]
pub async fn around_a_loop(order: Order, limit: u32) -> Result<u32, ShopError> {
    let mut total = 0;
    let mut skipped = 0;
    for item in &order.items {
        if item.quantity == 0 {
            skipped += 1;
            continue;
        }
        if item.price > limit {
            break;
        }
        total += reserve(item).await?;
    }
    if skipped > 0 {
        notify(format!("{skipped} skipped")).await?;
    }
    Ok(total)
}

/// Arms for `Ok`, with decisions within.
#[workflow]
pub async fn within_ok(card: String, vip: bool) -> Result<String, ShopError> {
    match prioritise(if vip { 1.0 } else { 20.0 }).await {
        Ok(Priority::High) => {
            if card == "fine" {
                return charge(&card, 1).await;
            }
            Ok("high".to_string())
        }
        Ok(_) => Ok("low".to_string()),
        Err(other) => Err(other),
    }
}

/// A result of each shape.
#[workflow]
pub async fn decided_list(numbers: Vec<u32>, all: bool) -> Result<Vec<u32>, ShopError> {
    if all {
        Ok(numbers)
    } else if numbers.is_empty() {
        Ok(vec![])
    } else {
        let large = numbers.iter().copied().filter(|number| *number > 1).collect();
        Ok(large)
    }
}

/// The same.
#[workflow]
pub async fn decided_option(label: Option<String>, vip: bool) -> Result<Option<String>, ShopError> {
    ping().await?;
    match label {
        Some(label) if vip => Ok(Some(format!("{label}!"))),
        Some(label) => Ok(Some(label)),
        None => Ok(None),
    }
}

/// A struct, and a value that may not exist.
#[workflow]
pub async fn decided_item(a: u32, b: u32) -> Result<Item, ShopError> {
    match a {
        0 => Ok(Item { sku: "zero".into(), price: b, quantity: 0, tags: vec![] }),
        _ if b > 5 => Ok(Item { sku: format!("{a}"), price: a - b, quantity: 1, tags: vec!["x".to_string()] }),
        _ => {
            let price = a / b;
            Ok(Item { sku: "share".into(), price, quantity: 2, tags: vec![] })
        }
    }
}

/// Ways to one end, some of which carry a decision.
#[workflow]
pub async fn decided_among_others(card: String, vip: bool) -> Result<String, ShopError> {
    match charge(&card, 5).await {
        Ok(text) => {
            notify(text).await?;
            if vip { Ok("vip".to_string()) } else { Ok("plain".to_string()) }
        }
        Err(ShopError::Declined { tries, .. }) => {
            if tries > 1 {
                Ok("often".to_string())
            } else {
                Ok("once".to_string())
            }
        }
        Err(other) => Err(other),
    }
}

/// Equal errors of different variables, in a branch and outside.
#[workflow]
pub async fn equal_errors(card: String, other: String) -> Result<String, ShopError> {
    if card == other {
        return Err(ShopError::SoldOut { sku: card });
    }
    let (text, _) = try_join!(
        async {
            let text = charge(&card, 1).await?;
            if text.contains("1") && other.is_empty() {
                return Err(ShopError::SoldOut { sku: other.clone() });
            }
            Ok(text)
        },
        ping(),
    )?;
    if other.is_empty() {
        return Err(ShopError::SoldOut { sku: text });
    }
    match charge(&other, 2).await {
        Ok(last) => Err(ShopError::SoldOut { sku: last }),
        Err(ShopError::Declined { reason, .. }) => Err(ShopError::SoldOut { sku: reason }),
        Err(ShopError::Network) => Ok(text),
        Err(error) => Err(error),
    }
}

/// A fault in a fold that the first state reads, with values that move.
#[workflow]
pub async fn folded_at_once(a: u32, b: u32, name: String) -> Result<String, ShopError> {
    let mut share = 1;
    let mut label = "nobody".to_string();
    if a / b > 2 {
        share = a - b;
        label = name;
    }
    charge(&label, share).await
}
