//! Waits and callbacks: states like tasks, which hold what is computed around them.

use super::{economy, measured};
use crate::corpus::failures::ask;
use crate::corpus::model::*;
use std::time::Duration;
use workflow_runtime::prelude::*;

/// A wait alone.
#[workflow]
pub async fn only_a_wait(seconds: u64) -> Result<(), ShopError> {
    sleep(Duration::from_secs(seconds)).await;
    Ok(())
}
economy! { only_a_wait: 1 of 1; 5 => 1 of 1 }

/// Between tasks.
#[workflow]
pub async fn wait_between(message: String) -> Result<i64, ShopError> {
    notify(message).await?;
    sleep(Duration::from_mins(5)).await;
    ping().await
}
economy! { wait_between: 3 of 3; "hello" => 3 of 3 }

/// Assignments after it.
#[workflow]
pub async fn computed_after_a_wait(cents: u32) -> Result<String, ShopError> {
    let mut total = cents;
    sleep(Duration::from_mins(5)).await;
    total += 5;
    if total > 100 {
        total = 100;
    }
    notify(format!("{total}")).await?;
    charge("card", total).await
}
economy! { computed_after_a_wait: 3 of 3; 5 => 3 of 3, 500 => 3 of 3 }

/// How long depends on a value.
#[workflow]
pub async fn wait_as_long_as(urgent: bool) -> Result<i64, ShopError> {
    let mut seconds = 3_600;
    if urgent {
        seconds = 60;
    }
    sleep(Duration::from_secs(seconds)).await;
    ping().await
}
economy! { wait_as_long_as: 2 of 2; true => 2 of 2, false => 2 of 2 }

/// Perhaps.
#[workflow]
pub async fn perhaps_a_wait(urgent: bool) -> Result<i64, ShopError> {
    if !urgent {
        sleep(Duration::from_hours(1)).await;
    }
    ping().await
}
economy! { perhaps_a_wait: 3 of 3; true => 2 of 2, false => 3 of 3 }

/// A callback that nobody answers in time.
#[workflow]
pub async fn asked(question: String) -> Result<String, ShopError> {
    match ask(&question).await {
        Ok(answer) => Ok(answer),
        Err(ShopError::Timeout) => Ok("no answer".into()),
        Err(other) => Err(other),
    }
}
economy! { asked: 2 of 2; "why?" => 2 of 2 }

/// A callback whose answer is used.
#[workflow]
pub async fn asked_and_told(question: String) -> Result<String, ShopError> {
    let text = match ask(&question).await {
        Ok(answer) => format!("answer: {answer}"),
        Err(_) => "no answer".to_string(),
    };
    notify(text.clone()).await?;
    Ok(text)
}
economy! { asked_and_told: 2 of 2; "why?" => 2 of 2 }

measured![only_a_wait, wait_between, computed_after_a_wait, wait_as_long_as, perhaps_a_wait, asked, asked_and_told,];
