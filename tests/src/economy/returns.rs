//! Early ends: those that are alike are one state.

use super::{economy, measured};
use crate::corpus::model::*;
use workflow_runtime::prelude::*;

/// An early result.
#[workflow]
pub async fn early_result(cents: u32) -> Result<String, ShopError> {
    if cents == 0 {
        return Ok("free".into());
    }
    charge("card", cents).await
}
economy! { early_result: 3 of 3; 0 => 2 of 2, 5 => 2 of 2 }

/// Several early results share one Succeed state.
#[workflow]
pub async fn several_early_results(cents: u32) -> Result<String, ShopError> {
    if cents == 0 {
        return Ok("free".into());
    }
    let pong = ping().await?;
    if pong > 100 {
        return Ok("pong".into());
    }
    charge("card", cents).await
}
economy! { several_early_results: 5 of 5; 0 => 2 of 2, 5 => 4 of 4 }

/// Guards one after the other are rules of one state.
#[workflow]
pub async fn guards_in_a_row(vip: bool, cents: u32) -> Result<String, ShopError> {
    if cents == 0 {
        return Ok("free".into());
    }
    if vip {
        return Ok("on the house".into());
    }
    if cents > 1_000 {
        return Err(ShopError::Network);
    }
    charge("card", cents).await
}
economy! {
    guards_in_a_row: 4 of 4;
    {"vip": false, "cents": 0} => 2 of 2,
    {"vip": true, "cents": 5} => 2 of 2,
    {"vip": false, "cents": 5000} => 2 of 2,
    {"vip": false, "cents": 5} => 2 of 2,
}

/// `let .. else` on a value.
#[workflow]
pub async fn let_else(coupon: Option<String>) -> Result<String, ShopError> {
    let Some(code) = coupon else {
        return Err(ShopError::Network);
    };
    charge(&code, 5).await
}
economy! { let_else: 3 of 3; null => 2 of 2, "SALE" => 2 of 2 }

/// `if let` around a task.
#[workflow]
pub async fn if_let(coupon: Option<String>) -> Result<String, ShopError> {
    if let Some(code) = coupon {
        notify(code).await?;
    }
    charge("card", 5).await
}
economy! { if_let: 3 of 3; null => 2 of 2, "SALE" => 3 of 3 }

/// A guard whose end is the common one.
#[workflow]
pub async fn guard_around_the_rest(vip: bool) -> Result<(), ShopError> {
    if vip {
        return Ok(());
    }
    notify("not a vip".into()).await?;
    Ok(())
}
economy! { guard_around_the_rest: 3 of 3; true => 2 of 2, false => 2 of 2 }

/// A return in the middle of nested decisions.
#[workflow]
pub async fn return_from_within(vip: bool, cents: u32) -> Result<u32, ShopError> {
    if vip {
        ping().await?;
        if cents > 100 {
            return Ok(cents);
        }
    }
    Ok(0)
}
economy! {
    return_from_within: 4 of 4;
    {"vip": true, "cents": 500} => 4 of 4,
    {"vip": true, "cents": 5} => 4 of 4,
    {"vip": false, "cents": 5} => 2 of 2,
}

measured![
    early_result,
    several_early_results,
    guards_in_a_row,
    let_else,
    if_let,
    guard_around_the_rest,
    return_from_within,
];
