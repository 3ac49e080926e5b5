//! Errors that a workflow makes: a Fail state for each that differs.

use super::{economy, measured};
use crate::corpus::model::*;
use workflow_runtime::prelude::*;

/// Without fields.
#[workflow]
pub async fn plain_failure(cents: u32) -> Result<String, ShopError> {
    if cents == 0 {
        return Err(ShopError::Network);
    }
    charge("card", cents).await
}
economy! { plain_failure: 3 of 3; 0 => 2 of 2, 5 => 2 of 2 }

/// With fields, which the Fail state computes.
#[workflow]
pub async fn failure_with_fields(cents: u32) -> Result<String, ShopError> {
    if cents > 100 {
        return Err(ShopError::Declined { reason: format!("{cents} is too much"), tries: cents / 100 });
    }
    charge("card", cents).await
}
economy! { failure_with_fields: 3 of 3; 500 => 2 of 2, 5 => 2 of 2 }

/// Two that differ.
#[workflow]
pub async fn two_failures(cents: u32) -> Result<String, ShopError> {
    match cents {
        0 => Err(ShopError::Network),
        1..=100 => charge("card", cents).await,
        _ => Err(ShopError::Code(7)),
    }
}
economy! { two_failures: 4 of 4; 0 => 2 of 2, 5 => 2 of 2, 500 => 2 of 2 }

/// Two that do not.
#[workflow]
pub async fn one_failure_twice(vip: bool, cents: u32) -> Result<String, ShopError> {
    if cents == 0 {
        return Err(ShopError::Declined { reason: "no".to_string(), tries: 1 });
    }
    let text = charge("card", cents).await?;
    if vip {
        return Err(ShopError::Declined { reason: "no".to_string(), tries: 1 });
    }
    Ok(text)
}
economy! {
    one_failure_twice: 5 of 5;
    {"vip": false, "cents": 0} => 2 of 2,
    {"vip": false, "cents": 5} => 4 of 4,
    {"vip": true, "cents": 5} => 4 of 4,
}

/// In the end.
#[workflow]
pub async fn fails_in_the_end(message: String) -> Result<String, ShopError> {
    notify(message).await?;
    Err(ShopError::Network)
}
economy! { fails_in_the_end: 2 of 2; "hello" => 2 of 2 }

/// In a branch.
#[workflow]
pub async fn fails_in_a_branch(limit: u32) -> Result<(u32, i64), ShopError> {
    try_join!(
        async {
            if limit > 5 {
                return Err(ShopError::Network);
            }
            Ok(limit)
        },
        ping(),
    )
}
economy! { fails_in_a_branch: 5 of 5; 5 => 4 of 4 }

measured![plain_failure, failure_with_fields, two_failures, one_failure_twice, fails_in_the_end, fails_in_a_branch,];
