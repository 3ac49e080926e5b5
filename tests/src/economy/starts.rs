//! Values at the start of a scope: the first state holds them where it can.

use super::{economy, measured};
use crate::corpus::model::*;
use std::time::Duration;
use workflow_runtime::prelude::*;

/// Read by the first state and after it.
#[workflow]
pub async fn read_twice(cents: u32) -> Result<String, ShopError> {
    let total = cents * 3;
    notify(format!("{total}")).await?;
    charge("card", total).await
}
economy! { read_twice: 2 of 2; 5 => 2 of 2 }

/// Read only later.
#[workflow]
pub async fn read_later(cents: u32) -> Result<String, ShopError> {
    let label = format!("{cents} cents");
    ping().await?;
    charge(&label, 5).await
}
economy! { read_later: 2 of 2; 5 => 2 of 2 }

/// May not exist, and is read only later: it has to fail before the first task is called, so it needs a Pass state.
#[workflow]
pub async fn faults_before_a_task(cents: u32) -> Result<String, ShopError> {
    let total = cents * 3;
    ping().await?;
    charge("card", total).await
}
economy! { faults_before_a_task: 3 of 3; 5 => 3 of 3, 4000000000_u32 => 1 of 1 }

/// Before a decision.
#[workflow]
pub async fn before_a_decision(cents: u32) -> Result<String, ShopError> {
    let total = cents * 3;
    if total > 100 {
        return charge("card", total).await;
    }
    notify(format!("{total}")).await?;
    Ok("free".to_string())
}
economy! { before_a_decision: 3 of 3; 5 => 2 of 2, 50 => 2 of 2 }

/// Before a wait.
#[workflow]
pub async fn before_a_wait(seconds: u64) -> Result<String, ShopError> {
    let text = format!("after {seconds}");
    sleep(Duration::from_secs(seconds)).await;
    notify(text.clone()).await?;
    Ok(text)
}
economy! { before_a_wait: 2 of 2; 5 => 2 of 2 }

/// Read in the branches of the first state, which does not assign before they start.
#[workflow]
pub async fn read_in_branches(name: String) -> Result<(String, ()), ShopError> {
    let label = format!("for {name}");
    try_join!(charge(&label, 1), notify(label.clone()))
}
economy! { read_in_branches: 3 of 3; "Ada" => 3 of 3 }

/// Read in iterations of the first state.
#[workflow]
pub async fn read_in_iterations(names: Vec<String>, vip: bool) -> Result<Vec<String>, ShopError> {
    let fee = if vip { 0 } else { 25 };
    map(&names, |name| async move {
        notify(format!("{name} pays {fee}")).await?;
        charge(name, fee).await
    })
    .await
}
economy! { read_in_iterations: 3 of 3; {"names": ["a", "b"], "vip": true} => 5 of 5 }

/// The same with a value that may not exist: it has to fail before a branch starts, and once.
#[workflow]
pub async fn faults_before_branches(cents: u32) -> Result<(String, i64), ShopError> {
    let total = cents * 3;
    try_join!(charge("card", total), ping())
}
economy! { faults_before_branches: 4 of 4; 5 => 4 of 4, 4000000000_u32 => 1 of 1 }

/// Before a loop that comes back to the first state.
#[workflow]
pub async fn before_a_loop(rounds: u32) -> Result<u32, ShopError> {
    let mut left = rounds;
    while left > 0 {
        ping().await?;
        left -= 1;
    }
    Ok(left)
}
economy! { before_a_loop: 4 of 4; 0 => 3 of 3, 2 => 7 of 7 }

/// In a branch.
#[workflow]
pub async fn in_a_branch(cents: u32) -> Result<(String, i64), ShopError> {
    try_join!(
        async {
            let total = cents + 3;
            notify(format!("{total}")).await?;
            charge("card", total).await
        },
        ping(),
    )
}
economy! { in_a_branch: 4 of 4; 5 => 4 of 4 }

/// In an iteration.
#[workflow]
pub async fn in_an_iteration(names: Vec<String>) -> Result<Vec<String>, ShopError> {
    map(&names, |name| async move {
        let label = format!("<{name}>");
        notify(label.clone()).await?;
        Ok(label)
    })
    .await
}
economy! { in_an_iteration: 2 of 2; ["a", "b"] => 3 of 3 }

measured![
    read_twice,
    read_later,
    faults_before_a_task,
    before_a_decision,
    before_a_wait,
    read_in_branches,
    read_in_iterations,
    faults_before_branches,
    before_a_loop,
    in_a_branch,
    in_an_iteration,
];
