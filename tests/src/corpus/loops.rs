//! Workflows that go round: ranges, values of loops, labels, tasks in conditions.

use super::model::*;
use workflow_runtime::prelude::*;

/// A range that is counted, its end written out.
#[workflow]
pub async fn counted() -> Result<Vec<String>, ShopError> {
    let mut texts = Vec::new();
    for attempt in 0..3 {
        let text = charge("range", attempt).await?;
        texts.push(text);
    }
    Ok(texts)
}

/// A range to what is computed.
#[workflow]
pub async fn counted_to(order: Order) -> Result<u32, ShopError> {
    let mut total = 0;
    for i in 0..order.items.len() {
        let price = reserve(&order.items[i]).await?;
        if price > 1_000 {
            continue;
        }
        total += price;
    }
    Ok(total)
}

/// A closed range between parameters, counted with a pattern that changes.
#[workflow]
pub async fn closed(from: i32, to: i32) -> Result<Vec<i32>, ShopError> {
    let mut seen = vec![];
    for mut number in from..=to {
        number *= 2;
        ping().await?;
        seen.push(number);
    }
    Ok(seen)
}

/// A loop that gives a value.
#[workflow]
pub async fn found(limit: u32) -> Result<String, ShopError> {
    let mut tries = 0;
    let text = loop {
        tries += 1;
        let text = charge("loop", tries).await?;
        if tries == limit {
            break format!("{text} at last");
        }
        if tries > 2 {
            break "too many".to_string();
        }
    };
    notify(text.clone()).await?;
    Ok(text)
}

/// Labels, and a block that is left.
#[workflow]
pub async fn labelled(rows: Vec<Vec<u32>>) -> Result<Option<u32>, ShopError> {
    let mut checked = 0;
    let found = 'search: {
        'rows: for row in &rows {
            for number in row {
                ping().await?;
                checked += 1;
                if *number == 0 {
                    continue 'rows;
                }
                if *number > 9 {
                    break 'search Some(*number);
                }
                if checked > 4 {
                    break 'rows;
                }
            }
        }
        None
    };
    Ok(found)
}

/// A task in the condition of a loop.
#[workflow]
pub async fn asked_again(token: Option<String>) -> Result<Vec<String>, ShopError> {
    let mut entries = Vec::new();
    let mut token = token;
    while list_page(token.clone()).await?.entries.len() > 1 {
        let page = list_page(token).await?;
        entries.extend(page.entries);
        token = page.next;
        if token.is_none() {
            break;
        }
    }
    Ok(entries)
}

/// A task that gives what a loop looks at.
#[workflow]
pub async fn pages_with_next(token: Option<String>) -> Result<Vec<String>, ShopError> {
    let mut token = token;
    let mut all = Vec::new();
    while let Page { entries, next: Some(next) } = list_page(token).await? {
        all.extend(entries);
        token = Some(next);
    }
    Ok(all)
}

/// A task in a condition, and one on the left of `&&`.
#[workflow]
pub async fn conditions(order: Order) -> Result<String, ShopError> {
    if let Some(text) = list_page(order.coupon.clone()).await?.next {
        notify(text).await?;
    }
    let price = if ping().await? > 5 && order.items.len() > 1 { 1 } else { 2 };
    charge("conditions", price).await
}
