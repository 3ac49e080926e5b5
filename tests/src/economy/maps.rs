//! Map states: one, and what is in its iterations.

use super::{economy, measured};
use crate::corpus::model::*;
use workflow_runtime::prelude::*;

/// A task for each.
#[workflow]
pub async fn task_for_each(names: Vec<String>) -> Result<Vec<String>, ShopError> {
    map(&names, |name| charge(name, 5)).await
}
economy! { task_for_each: 2 of 2; [] => 1 of 1, ["a", "b"] => 3 of 3 }

/// A computation after each.
#[workflow]
pub async fn computed_for_each(names: Vec<String>) -> Result<Vec<String>, ShopError> {
    map(&names, |name| async move {
        let text = charge(&name, 5).await?;
        Ok(format!("<{text}>"))
    })
    .await
}
economy! { computed_for_each: 2 of 2; ["a", "b"] => 3 of 3 }

/// What the items give is used.
#[workflow]
pub async fn mapped_and_used(items: Vec<Item>) -> Result<String, ShopError> {
    let prices = map(&items, |item| reserve(item)).await?;
    let total: u32 = prices.iter().sum();
    charge("card", total).await
}
economy! {
    mapped_and_used: 3 of 3;
    [{"sku": "a", "unit-price": 1, "quantity": 1, "tags": []}] => 3 of 3,
}

/// A guard in an iteration.
#[workflow]
pub async fn guard_for_each(codes: Vec<u32>) -> Result<Vec<String>, ShopError> {
    map(&codes, |code| async move {
        if *code == 0 {
            return Ok("none".to_string());
        }
        charge("card", *code).await
    })
    .await
}
economy! { guard_for_each: 4 of 4; [0, 5] => 5 of 5 }

/// An assignment under a condition in an iteration.
#[workflow]
pub async fn fee_for_each(codes: Vec<u32>) -> Result<Vec<String>, ShopError> {
    map(&codes, |code| async move {
        let mut fee = *code;
        if *code > 100 {
            fee = 100;
        }
        charge("card", fee).await
    })
    .await
}
economy! { fee_for_each: 2 of 2; [5, 500] => 3 of 3 }

/// An error in an iteration, handled there.
#[workflow]
pub async fn handled_for_each(names: Vec<String>) -> Result<Vec<String>, ShopError> {
    map(&names, |name| async move {
        match charge(&name, 5).await {
            Ok(text) => Ok(text),
            Err(ShopError::Declined { reason, .. }) => Ok(reason),
            Err(other) => Err(other),
        }
    })
    .await
}
economy! { handled_for_each: 3 of 3; ["fine", "bad"] => 4 of 4 }

/// A join in a map.
#[workflow]
pub async fn joined_for_each(names: Vec<String>) -> Result<Vec<String>, ShopError> {
    map(&names, |name| async move {
        let (text, pong) = try_join!(charge(&name, 5), ping())?;
        Ok(format!("{text}/{pong}"))
    })
    .await
}
economy! { joined_for_each: 4 of 4; ["a"] => 4 of 4 }

/// A join in a map whose second states read the item: a variable has to hold it.
#[workflow]
pub async fn joined_later_for_each(names: Vec<String>) -> Result<Vec<(String, i64)>, ShopError> {
    map(&names, |name| async move {
        try_join!(
            async {
                notify("first".into()).await?;
                charge(&name, 5).await
            },
            ping(),
        )
    })
    .await
}
economy! { joined_later_for_each: 5 of 5; ["a"] => 5 of 5 }

/// A map in a map.
#[workflow]
pub async fn mapped_for_each(lists: Vec<Vec<String>>) -> Result<Vec<Vec<String>>, ShopError> {
    map(&lists, |names| async move { map(names, |name| charge(name, 5)).await }).await
}
economy! { mapped_for_each: 3 of 3; [["a"], []] => 4 of 4 }

measured![
    task_for_each,
    computed_for_each,
    mapped_and_used,
    guard_for_each,
    fee_for_each,
    handled_for_each,
    joined_for_each,
    joined_later_for_each,
    mapped_for_each,
];
