//! Straight lines: one state for each thing that happens, none for what is computed.

use super::{economy, measured};
use crate::corpus::model::*;
use workflow_runtime::prelude::*;

/// One task.
#[workflow]
pub async fn one_task(card: String) -> Result<String, ShopError> {
    charge(&card, 5).await
}
economy! { one_task: 1 of 1; "fine" => 1 of 1, "bad" => 1 of 1 }

/// Two tasks.
#[workflow]
pub async fn two_tasks(card: String) -> Result<String, ShopError> {
    notify(card.clone()).await?;
    charge(&card, 5).await
}
economy! { two_tasks: 2 of 2; "fine" => 2 of 2, "offline" => 1 of 1 }

/// No task at all.
#[workflow]
pub async fn only_computed(cents: u32) -> Result<u32, ShopError> {
    let doubled = cents * 2;
    Ok(doubled + 1)
}
economy! { only_computed: 1 of 1; 5 => 1 of 1 }

/// Nothing at all.
#[workflow]
pub async fn only_unit() -> Result<(), ShopError> {
    Ok(())
}
economy! { only_unit: 1 of 1; {} => 1 of 1 }

/// Values before a task.
#[workflow]
pub async fn computed_before(cents: u32) -> Result<String, ShopError> {
    let with_fee = cents + 30;
    let doubled = with_fee * 2;
    charge("card", doubled).await
}
economy! { computed_before: 1 of 1; 5 => 1 of 1 }

/// Values after a task.
#[workflow]
pub async fn computed_after(card: String) -> Result<String, ShopError> {
    let receipt = charge(&card, 5).await?;
    let text = format!("<{receipt}>");
    Ok(format!("{text} for {card}"))
}
economy! { computed_after: 1 of 1; "fine" => 1 of 1, "bad" => 1 of 1 }

/// Values between tasks.
#[workflow]
pub async fn computed_between(card: String) -> Result<String, ShopError> {
    let pong = ping().await?;
    let cents = pong * 2;
    let label = format!("{card}/{cents}");
    notify(label.clone()).await?;
    Ok(label)
}
economy! { computed_between: 2 of 2; "fine" => 2 of 2 }

/// A tuple that a task gives.
#[workflow]
pub async fn destructured(name: String) -> Result<u32, ShopError> {
    let (first, length) = split_name(name).await?;
    let doubled = length * 2;
    notify(first).await?;
    Ok(doubled)
}
economy! { destructured: 2 of 2; "Ada" => 2 of 2 }

/// A variable that changes twice. The first change may fail, which has to show before the task is called: a Pass state.
#[workflow]
pub async fn changed(cents: u32) -> Result<String, ShopError> {
    let mut total = cents;
    total += 5;
    ping().await?;
    total *= 2;
    charge("card", total).await
}
economy! { changed: 3 of 3; 5 => 3 of 3, 4294967295_u32 => 1 of 1 }

/// One name for several values.
#[workflow]
pub async fn shadowed(card: String) -> Result<String, ShopError> {
    let card = format!("{card}-1");
    let card = charge(&card, 5).await?;
    let card = format!("{card}!");
    notify(card.clone()).await?;
    Ok(card)
}
economy! { shadowed: 2 of 2; "fine" => 2 of 2 }

/// Calls inside expressions.
#[workflow]
pub async fn inline_calls(card: String) -> Result<String, ShopError> {
    let text = format!("{}/{}", ping().await?, charge(&card, 3).await?);
    Ok(text)
}
economy! { inline_calls: 2 of 2; "fine" => 2 of 2, "offline" => 2 of 2 }

/// A block that is a value.
#[workflow]
pub async fn block_value(cents: u32) -> Result<String, ShopError> {
    let fee = {
        let tenth = cents / 10;
        tenth + 1
    };
    charge("card", fee).await
}
economy! { block_value: 1 of 1; 50 => 1 of 1 }

/// The last result is thrown away.
#[workflow]
pub async fn unit_at_the_end(message: String) -> Result<(), ShopError> {
    notify(message).await?;
    Ok(())
}
economy! { unit_at_the_end: 1 of 1; "hello" => 1 of 1 }

measured![
    one_task,
    two_tasks,
    only_computed,
    only_unit,
    computed_before,
    computed_after,
    computed_between,
    destructured,
    changed,
    shadowed,
    inline_calls,
    block_value,
    unit_at_the_end,
];
