//! Decisions between tasks: one Choice state, however many arms.

use super::{economy, measured};
use crate::corpus::model::*;
use workflow_runtime::prelude::*;

/// One task or the other.
#[workflow]
pub async fn either_task(vip: bool) -> Result<String, ShopError> {
    if vip { charge("vip", 0).await } else { charge("plain", 25).await }
}
economy! { either_task: 3 of 3; true => 2 of 2, false => 2 of 2 }

/// A task or none, and on.
#[workflow]
pub async fn perhaps_a_task(vip: bool) -> Result<String, ShopError> {
    if !vip {
        notify("not a vip".into()).await?;
    }
    charge("card", 5).await
}
economy! { perhaps_a_task: 3 of 3; true => 2 of 2, false => 3 of 3 }

/// `else if`s are rules of one state.
#[workflow]
pub async fn several_rules(cents: u32) -> Result<String, ShopError> {
    if cents > 1_000 {
        charge("gold", cents).await
    } else if cents > 100 {
        charge("silver", cents).await
    } else if cents > 10 {
        notify("little".into()).await?;
        Ok("little".into())
    } else {
        Ok("nothing".into())
    }
}
economy! { several_rules: 5 of 5; 2000 => 2 of 2, 200 => 2 of 2, 20 => 2 of 2, 2 => 2 of 2 }

/// A `match` with guards.
#[workflow]
pub async fn arms_with_guards(code: i32) -> Result<String, ShopError> {
    match code {
        0 => charge("zero", 5).await,
        n if n < 0 => Ok("negative".into()),
        n if n > 100 => charge("large", 7).await,
        _ => Ok("small".into()),
    }
}
economy! { arms_with_guards: 4 of 4; 0 => 2 of 2, (-5) => 2 of 2, 500 => 2 of 2, 5 => 2 of 2 }

/// Assignments before and after, in the ways of the Choice state.
#[workflow]
pub async fn assignments_around(vip: bool) -> Result<String, ShopError> {
    let mut fee = 25;
    let mut label = "none".to_string();
    if vip {
        fee = 0;
    } else {
        notify("not a vip".into()).await?;
        label = "told".to_string();
    }
    let doubled = fee * 2;
    charge(&label, doubled).await
}
economy! { assignments_around: 3 of 3; true => 2 of 2, false => 3 of 3 }

/// Decisions in decisions, which a task keeps apart.
#[workflow]
pub async fn nested_tasks(vip: bool, cents: u32) -> Result<String, ShopError> {
    if vip {
        notify("vip".into()).await?;
        if cents > 100 {
            return charge("gold", cents).await;
        }
    }
    charge("plain", cents).await
}
economy! {
    nested_tasks: 5 of 5;
    {"vip": true, "cents": 500} => 4 of 4,
    {"vip": true, "cents": 5} => 4 of 4,
    {"vip": false, "cents": 5} => 2 of 2,
}

/// A decision at the start of a branch: its rules are further rules of the state around it.
#[workflow]
pub async fn decision_in_else(vip: bool, cents: u32) -> Result<String, ShopError> {
    if vip {
        charge("vip", cents).await
    } else {
        match cents {
            0 => Ok("free".to_string()),
            _ => charge("plain", cents).await,
        }
    }
}
economy! {
    decision_in_else: 4 of 4;
    {"vip": true, "cents": 5} => 2 of 2,
    {"vip": false, "cents": 0} => 2 of 2,
    {"vip": false, "cents": 5} => 2 of 2,
}

/// What a task gives decides.
#[workflow]
pub async fn decided_by_a_task(weight: f64) -> Result<String, ShopError> {
    match prioritise(weight).await? {
        Priority::High => charge("now", 5).await,
        Priority::Normal | Priority::Low => Ok("later".to_string()),
    }
}
economy! { decided_by_a_task: 4 of 4; 1.0 => 3 of 3, 20.5 => 3 of 3 }

/// An enum with fields.
#[workflow]
pub async fn by_variant(payment: Payment) -> Result<String, ShopError> {
    match payment {
        Payment::CreditCard { last_four, limit } => charge(&last_four, limit).await,
        Payment::Invoice { due_days } => {
            notify(format!("due in {due_days}")).await?;
            Ok("invoice".into())
        }
        Payment::Cash => Ok("cash".into()),
    }
}
economy! {
    by_variant: 4 of 4;
    {"kind": "credit_card", "lastFour": "4242", "limit": 5} => 2 of 2,
    {"kind": "invoice", "dueDays": 5} => 2 of 2,
    {"kind": "cash"} => 2 of 2,
}

measured![
    either_task,
    perhaps_a_task,
    several_rules,
    arms_with_guards,
    assignments_around,
    nested_tasks,
    decision_in_else,
    decided_by_a_task,
    by_variant,
];
