//! Parallel states: one, and what is in its branches.

use super::{economy, measured};
use crate::corpus::model::*;
use workflow_runtime::prelude::*;

/// Two tasks.
#[workflow]
pub async fn two_branches(card: String) -> Result<(String, i64), ShopError> {
    try_join!(charge(&card, 5), ping())
}
economy! { two_branches: 3 of 3; "fine" => 3 of 3 }

/// Their results are taken apart and used.
#[workflow]
pub async fn joined_and_used(card: String) -> Result<String, ShopError> {
    let (text, pong) = try_join!(charge(&card, 5), ping())?;
    let label = format!("{text}/{pong}");
    notify(label.clone()).await?;
    Ok(label)
}
economy! { joined_and_used: 4 of 4; "fine" => 4 of 4 }

/// A result that is computed from them.
#[workflow]
pub async fn joined_and_returned(card: String) -> Result<String, ShopError> {
    let (text, pong) = try_join!(charge(&card, 5), ping())?;
    Ok(format!("{text}/{pong}"))
}
economy! { joined_and_returned: 3 of 3; "fine" => 3 of 3 }

/// Blocks as branches.
#[workflow]
pub async fn block_branches(card: String) -> Result<(String, u32), ShopError> {
    try_join!(
        async {
            notify("first".into()).await?;
            let text = charge(&card, 5).await?;
            Ok(format!("<{text}>"))
        },
        async {
            let (_, length) = split_name(card.clone()).await?;
            Ok(length * 2)
        },
    )
}
economy! { block_branches: 4 of 4; "fine" => 4 of 4 }

/// A decision in a branch.
#[workflow]
pub async fn decision_in_a_branch(vip: bool) -> Result<(String, i64), ShopError> {
    try_join!(
        async {
            let mut fee = 25;
            if vip {
                fee = 0;
            }
            charge("card", fee).await
        },
        ping(),
    )
}
economy! { decision_in_a_branch: 3 of 3; true => 3 of 3, false => 3 of 3 }

/// A Parallel state's error, handled.
#[workflow]
pub async fn handled_join(card: String) -> Result<String, ShopError> {
    match try_join!(charge(&card, 5), ping()) {
        Ok((text, _)) => Ok(text),
        Err(ShopError::Declined { reason, .. }) => Ok(reason),
        Err(other) => Err(other),
    }
}
economy! { handled_join: 4 of 4; "fine" => 3 of 3 }

measured![two_branches, joined_and_used, joined_and_returned, block_branches, decision_in_a_branch, handled_join];
