//! Workflows whose way depends on values.

use super::model::*;
use workflow_runtime::prelude::*;

/// `if`, `else if`, `else` with effects.
#[workflow]
pub async fn branches(order: Order) -> Result<String, ShopError> {
    if order.customer.vip && !order.items.is_empty() {
        charge("vip", 1).await
    } else if order.weight_kg > 50.0 || order.items.len() > 3 {
        notify("heavy".to_string()).await?;
        Ok("shipped".to_string())
    } else {
        Ok("stored".to_string())
    }
}

/// `match` with effects in its arms.
#[workflow]
pub async fn by_payment(order: Order) -> Result<String, ShopError> {
    match order.payment {
        Payment::CreditCard { last_four, limit } => {
            if limit < 100 {
                return Err(ShopError::Declined { reason: format!("limit {limit}"), tries: 0 });
            }
            charge(&last_four, limit).await
        }
        Payment::Invoice { due_days } => {
            notify(format!("due in {due_days}")).await?;
            Ok("invoice".into())
        }
        Payment::Cash => Ok("cash".into()),
    }
}

/// A unit enum, from a task.
#[workflow]
pub async fn by_priority(weight: f64) -> Result<String, ShopError> {
    match prioritise(weight).await? {
        Priority::High => Ok("now".to_string()),
        Priority::Normal | Priority::Low => {
            ping().await?;
            Ok("later".to_string())
        }
    }
}

/// A loop over a list.
#[workflow]
pub async fn each_item(order: Order) -> Result<u32, ShopError> {
    let mut total = 0;
    for item in &order.items {
        if item.quantity == 0 {
            continue;
        }
        total += reserve(item).await?;
        if total > 1_000 {
            break;
        }
    }
    Ok(total)
}

/// Pages until there are no more.
#[workflow]
pub async fn paginate(first: Option<String>) -> Result<u32, ShopError> {
    let mut token = first;
    let mut pages = 0;
    loop {
        let page = list_page(token.clone()).await?;
        pages += 1;
        match page.next {
            Some(next) => token = Some(next),
            None => break,
        }
    }
    Ok(pages)
}

/// A counter.
#[workflow]
pub async fn countdown(from: u32) -> Result<u32, ShopError> {
    let mut left = from;
    let mut done = 0;
    while left > 0 {
        notify(format!("{left} left")).await?;
        left -= 1;
        done += 1;
    }
    Ok(done)
}

/// Early returns.
#[workflow]
pub async fn early(order: Order) -> Result<String, ShopError> {
    if order.items.is_empty() {
        return Ok("empty".into());
    }
    let Some(coupon) = order.coupon else {
        return Err(ShopError::Network);
    };
    charge(&coupon, 5).await
}

/// Decisions that meet again.
#[workflow]
pub async fn rejoined(order: Order) -> Result<String, ShopError> {
    let mut fee = 10;
    if order.customer.vip {
        fee = 0;
    } else {
        notify("not a vip".into()).await?;
    }
    charge("card", fee).await
}

/// Decisions within decisions.
#[workflow]
pub async fn deep(order: Order) -> Result<u32, ShopError> {
    let mut steps = 0;
    if order.weight_kg > 1.0 {
        if order.customer.vip {
            steps += 1;
            ping().await?;
        }
        match order.priority {
            Priority::High => {
                notify("high".into()).await?;
                steps += 10;
            }
            Priority::Normal => steps += 100,
            Priority::Low => {}
        }
    }
    Ok(steps)
}

/// A number in a `match`.
#[workflow]
pub async fn by_number(code: i32) -> Result<String, ShopError> {
    let text = match code {
        0 => "zero",
        1..=9 => "digit",
        -5 | 10 => "special",
        other if other < 0 => "negative",
        _ => "large",
    };
    charge(text, 1).await
}

/// Text in a `match`.
#[workflow]
pub async fn by_text(command: String) -> Result<i64, ShopError> {
    match command.as_str() {
        "ping" => ping().await,
        "note" => {
            notify(command.clone()).await?;
            Ok(1)
        }
        _ => Ok(0),
    }
}
