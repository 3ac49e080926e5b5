//! Decisions that only compute: conditional values, and no state.

use super::{economy, measured};
use crate::corpus::model::*;
use workflow_runtime::prelude::*;

/// `if` as a value.
#[workflow]
pub async fn if_value(cents: u32) -> Result<String, ShopError> {
    let fee = if cents > 100 { 0 } else { 25 };
    charge("card", fee).await
}
economy! { if_value: 1 of 1; 5 => 1 of 1, 500 => 1 of 1 }

/// `match` as a value, between tasks.
#[workflow]
pub async fn match_value(code: i32) -> Result<String, ShopError> {
    ping().await?;
    let text = match code {
        0 => "zero",
        1..=9 => "digit",
        _ => "number",
    };
    charge(text, 5).await
}
economy! { match_value: 2 of 2; 0 => 2 of 2, 7 => 2 of 2, 70 => 2 of 2 }

/// `if` as the argument.
#[workflow]
pub async fn if_argument(vip: bool) -> Result<String, ShopError> {
    charge("card", if vip { 0 } else { 25 }).await
}
economy! { if_argument: 1 of 1; true => 1 of 1, false => 1 of 1 }

/// An assignment under a condition.
#[workflow]
pub async fn if_statement(vip: bool) -> Result<String, ShopError> {
    let mut fee = 25;
    if vip {
        fee = 0;
    }
    charge("card", fee).await
}
economy! { if_statement: 1 of 1; true => 1 of 1, false => 1 of 1 }

/// Assignments in the arms of a `match`, after a task.
#[workflow]
pub async fn match_statement(weight: f64) -> Result<String, ShopError> {
    let mut cents = 100;
    match prioritise(weight).await? {
        Priority::High => cents += 50,
        Priority::Normal => {}
        Priority::Low => cents -= 50,
    }
    charge("card", cents).await
}
economy! { match_statement: 2 of 2; 1.0 => 2 of 2, 20.5 => 2 of 2 }

/// `if let` that assigns.
#[workflow]
pub async fn if_let_statement(coupon: Option<String>) -> Result<String, ShopError> {
    let mut card = "plain".to_string();
    if let Some(code) = coupon {
        card = format!("with {code}");
    }
    charge(&card, 5).await
}
economy! { if_let_statement: 1 of 1; null => 1 of 1, "SALE" => 1 of 1 }

/// Decisions in decisions.
#[workflow]
pub async fn nested_statement(vip: bool, cents: u32) -> Result<String, ShopError> {
    ping().await?;
    let mut fee = 25;
    let mut label = "full".to_string();
    if cents > 100 {
        if vip {
            fee = 0;
            label = "free".to_string();
        } else {
            fee = cents / 10;
        }
    }
    charge(&label, fee).await
}
economy! {
    nested_statement: 2 of 2;
    {"vip": true, "cents": 500} => 2 of 2,
    {"vip": false, "cents": 500} => 2 of 2,
    {"vip": false, "cents": 5} => 2 of 2,
}

/// A row of them.
#[workflow]
pub async fn row_of_statements(vip: bool, cents: u32) -> Result<u32, ShopError> {
    let mut points = 1;
    if vip {
        points += 10;
    }
    if cents > 100 {
        points *= 2;
    }
    notify(format!("{points}")).await?;
    Ok(points)
}
economy! {
    row_of_statements: 1 of 1;
    {"vip": true, "cents": 500} => 1 of 1,
    {"vip": false, "cents": 5} => 1 of 1,
}

/// The result itself, without a task.
#[workflow]
pub async fn if_result(cents: u32) -> Result<String, ShopError> {
    let text = if cents > 100 { "much" } else { "little" };
    Ok(text.to_string())
}
economy! { if_result: 1 of 1; 5 => 1 of 1, 500 => 1 of 1 }

/// The result of every arm is a value: the decision is part of the output.
#[workflow]
pub async fn result_in_arms(code: i32) -> Result<String, ShopError> {
    match code {
        0 => Ok("zero".to_string()),
        1..=9 => Ok("digit".to_string()),
        _ => Ok("number".to_string()),
    }
}
economy! { result_in_arms: 1 of 1; 0 => 1 of 1, 7 => 1 of 1, 70 => 1 of 1 }

/// The same after a task.
#[workflow]
pub async fn result_in_arms_after_a_task(weight: f64) -> Result<String, ShopError> {
    let priority = prioritise(weight).await?;
    if priority == Priority::High { Ok("now".to_string()) } else { Ok("later".to_string()) }
}
economy! { result_in_arms_after_a_task: 1 of 1; 1.0 => 1 of 1, 20.5 => 1 of 1 }

/// A decision that was given a name is a state.
#[workflow]
pub async fn named_decision(vip: bool) -> Result<String, ShopError> {
    let mut fee = 25;
    #[state(name = "IsVip")]
    if vip {
        fee = 0;
    }
    charge("card", fee).await
}
economy! { named_decision: 2 of 2; true => 2 of 2, false => 2 of 2 }

/// Options, without a `match`.
#[workflow]
pub async fn option_methods(coupon: Option<String>) -> Result<String, ShopError> {
    let known = coupon.is_some();
    let code = coupon.unwrap_or("none".to_string());
    charge(&code, if known { 5 } else { 10 }).await
}
economy! { option_methods: 1 of 1; null => 1 of 1, "SALE" => 1 of 1 }

measured![
    if_value,
    match_value,
    if_argument,
    if_statement,
    match_statement,
    if_let_statement,
    nested_statement,
    row_of_statements,
    if_result,
    result_in_arms,
    result_in_arms_after_a_task,
    named_decision,
    option_methods,
];
