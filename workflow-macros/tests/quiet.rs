//! Generated code that no lint of the user's speaks of, and lint attributes that reach what they are about. Compiling
//! is the test; `cargo clippy --all-targets` runs the lints of the second half.

#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(unused, unused_qualifications, unused_lifetimes, unused_results, single_use_lifetimes)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::allow_attributes)]

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use workflow_runtime::{Dep, Failure, TaskContext, TaskToken, WorkflowData, WorkflowError, task};

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, WorkflowData)]
pub struct Item {
    /// How many cents.
    pub cents: u32,
}

/// A page.
#[derive(Debug, Serialize, Deserialize, WorkflowData)]
pub struct Page<T> {
    /// What is on it.
    #[serde(flatten)]
    pub content: T,
}

/// An error.
#[derive(Debug, PartialEq, Eq, WorkflowError)]
pub enum ShopError {
    /// It failed.
    Declined {
        /// Why.
        reason: String,
    },
    /// Another.
    Other(#[from] Failure),
}

/// A task.
///
/// # Errors
///
/// Never.
#[task(retry(errors(Declined), max_attempts = 1), retry)]
pub async fn charge(
    item: &Item,
    names: &[String],
    pool: Dep<Arc<u32>>,
    context: TaskContext,
) -> Result<u32, ShopError> {
    drop((pool, context, names));
    std::future::ready(()).await;
    Ok(item.cents)
}

/// A task.
///
/// # Errors
///
/// Never.
#[task]
pub fn add(left: u32, right: u32) -> Result<u32, ShopError> {
    Ok(left + right)
}

/// A callback task.
///
/// # Errors
///
/// Never.
#[task]
pub async fn approve(token: TaskToken<bool>) -> Result<(), ShopError> {
    std::future::ready(()).await;
    drop(token);
    Ok(())
}

#[task]
#[expect(dead_code, reason = "nothing calls it")]
async fn unused() -> Result<(), ShopError> {
    std::future::ready(()).await;
    Ok(())
}

#[task]
#[expect(clippy::unused_async, clippy::too_many_arguments, reason = "what the function itself is linted for")]
async fn many(one: u8, two: u8, three: u8, four: u8, five: u8, six: u8, seven: u8, eight: u8) -> Result<u8, ShopError> {
    Ok(one ^ two ^ three ^ four ^ five ^ six ^ seven ^ eight)
}

#[tokio::test]
async fn tasks_run() {
    assert_eq!(add(1, 2).await, Ok(3));
    assert_eq!(many(1, 0, 0, 0, 0, 0, 0, 0).await, Ok(1));
}
