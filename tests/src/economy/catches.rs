//! Catchers: what an arm computes is theirs, and what follows is shared.

use super::{economy, measured};
use crate::corpus::model::*;
use workflow_runtime::prelude::*;

/// An error as a value.
#[workflow]
pub async fn error_as_a_value(card: String) -> Result<String, ShopError> {
    let text = match charge(&card, 5).await {
        Ok(text) => text,
        Err(_) => "nothing".to_string(),
    };
    notify(text.clone()).await?;
    Ok(text)
}
economy! { error_as_a_value: 2 of 2; "fine" => 2 of 2, "bad" => 2 of 2 }

/// An error that ends the workflow with a value.
#[workflow]
pub async fn error_as_the_result(card: String) -> Result<String, ShopError> {
    match charge(&card, 5).await {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { reason, .. }) => Ok(reason),
        Err(other) => Err(other),
    }
}
economy! { error_as_the_result: 2 of 2; "fine" => 1 of 1, "bad" => 2 of 2, "offline" => 1 of 1 }

/// Assignments after a task and in its Catcher.
#[workflow]
pub async fn counted_problems(card: String) -> Result<u32, ShopError> {
    let mut problems = 0;
    if let Err(ShopError::Network) = notify(card.clone()).await {
        problems += 1;
    }
    ping().await?;
    Ok(problems)
}
economy! { counted_problems: 2 of 2; "fine" => 2 of 2, "offline" => 2 of 2 }

/// Whatever happens.
#[workflow]
pub async fn whatever_happens(card: String) -> Result<i64, ShopError> {
    let _ = charge(&card, 5).await;
    ping().await
}
economy! { whatever_happens: 2 of 2; "fine" => 2 of 2, "bad" => 2 of 2 }

/// `let .. else`.
#[workflow]
pub async fn let_else_on_a_task(card: String) -> Result<String, OuterError> {
    let Ok(text) = charge(&card, 5).await else {
        return Err(OuterError::GaveUp { after: 1 });
    };
    notify(text.clone()).await?;
    Ok(text)
}
economy! { let_else_on_a_task: 3 of 3; "fine" => 2 of 2, "bad" => 2 of 2 }

/// `if let Ok`.
#[workflow]
pub async fn if_let_ok(card: String) -> Result<u32, ShopError> {
    let mut charged = 0;
    if let Ok(text) = charge(&card, 5).await {
        notify(text).await?;
        charged = 5;
    }
    Ok(charged)
}
economy! { if_let_ok: 3 of 3; "fine" => 2 of 2, "bad" => 2 of 2 }

/// A decision about the error's own fields.
#[workflow]
pub async fn decided_by_a_field(card: String) -> Result<String, ShopError> {
    match charge(&card, 5).await {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { tries, .. }) => {
            if tries > 1 {
                return Ok("often".to_string());
            }
            notify("declined".into()).await?;
            Ok("once".to_string())
        }
        Err(other) => Err(other),
    }
}
economy! { decided_by_a_field: 4 of 4; "fine" => 1 of 1, "bad" => 3 of 3 }

/// Arms for `Ok`.
#[workflow]
pub async fn arms_for_ok(weight: f64) -> Result<String, ShopError> {
    match prioritise(weight).await {
        Ok(Priority::High) => charge("now", 5).await,
        Ok(_) => Ok("later".to_string()),
        Err(_) => Ok("unknown".to_string()),
    }
}
economy! { arms_for_ok: 4 of 4; 1.0 => 3 of 3, 20.5 => 3 of 3 }

/// Arms for `Ok` that only assign.
#[workflow]
pub async fn assigned_for_ok(weight: f64) -> Result<String, ShopError> {
    let mut cents = 5;
    match prioritise(weight).await {
        Ok(Priority::High) => cents = 100,
        Ok(_) => {}
        Err(_) => cents = 0,
    }
    charge("card", cents).await
}
economy! { assigned_for_ok: 2 of 2; 1.0 => 2 of 2, 20.5 => 2 of 2 }

measured![
    error_as_a_value,
    error_as_the_result,
    counted_problems,
    whatever_happens,
    let_else_on_a_task,
    if_let_ok,
    decided_by_a_field,
    arms_for_ok,
    assigned_for_ok,
];
