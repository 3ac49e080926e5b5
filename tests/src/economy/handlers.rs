//! Handlers of errors: the same one for several errors, and several that end alike.

use super::{economy, measured};
use crate::corpus::model::*;
use workflow_runtime::prelude::*;

/// Several errors in one Catcher.
#[workflow]
pub async fn several_errors(card: String) -> Result<String, ShopError> {
    match charge(&card, 5).await {
        Ok(text) => Ok(text),
        Err(ShopError::Network | ShopError::Timeout) => {
            notify("later".into()).await?;
            Ok("later".to_string())
        }
        Err(other) => Err(other),
    }
}
economy! { several_errors: 2 of 2; "fine" => 1 of 1, "bad" => 1 of 1, "offline" => 2 of 2, "slow" => 2 of 2 }

/// Several Catchers with one end.
#[workflow]
pub async fn shared_end(card: String) -> Result<String, ShopError> {
    match charge(&card, 5).await {
        Ok(text) => Ok(text),
        Err(ShopError::Network) => Ok("network".to_string()),
        Err(ShopError::Timeout) => Ok("timeout".to_string()),
        Err(ShopError::Declined { reason, .. }) => Ok(reason),
        Err(other) => Err(other),
    }
}
economy! { shared_end: 2 of 2; "fine" => 1 of 1, "bad" => 2 of 2, "offline" => 2 of 2, "slow" => 2 of 2, "seven" => 1 of 1 }

/// Catchers of two tasks that end in the same error.
#[workflow]
pub async fn same_failure(card: String) -> Result<String, ShopError> {
    let Ok(text) = charge(&card, 5).await else {
        return Err(ShopError::Network);
    };
    let Ok(()) = notify(text.clone()).await else {
        return Err(ShopError::Network);
    };
    Ok(text)
}
economy! { same_failure: 3 of 3; "fine" => 2 of 2, "bad" => 2 of 2 }

/// The same with fields.
#[workflow]
pub async fn same_failure_with_fields(card: String, amount: u32) -> Result<String, OuterError> {
    let Ok(text) = charge(&card, amount).await else {
        return Err(OuterError::GaveUp { after: amount });
    };
    let Ok(()) = notify(text.clone()).await else {
        return Err(OuterError::GaveUp { after: amount });
    };
    Ok(text)
}
economy! {
    same_failure_with_fields: 3 of 3;
    {"card": "fine", "amount": 5} => 2 of 2,
    {"card": "bad", "amount": 5} => 2 of 2,
}

/// Fields of the same names, out of different Catchers.
#[workflow]
pub async fn same_failure_with_caught_fields(card: String) -> Result<String, ShopError> {
    let first = match charge(&card, 5).await {
        Ok(text) => text,
        Err(ShopError::Declined { reason, .. }) => return Err(ShopError::SoldOut { sku: reason }),
        Err(other) => return Err(other),
    };
    notify(first.clone()).await?;
    match charge("bad", 6).await {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { reason, .. }) => Err(ShopError::SoldOut { sku: reason }),
        Err(other) => Err(other),
    }
}
economy! {
    same_failure_with_caught_fields: 4 of 4;
    "fine" => 4 of 4,
    "bad" => 2 of 2,
    "offline" => 1 of 1,
}

/// Put right, then failed with again.
#[workflow]
pub async fn compensated(card: String) -> Result<String, ShopError> {
    match charge(&card, 5).await {
        Ok(text) => Ok(text),
        Err(error) => {
            notify("undo".into()).await?;
            Err(error)
        }
    }
}
economy! { compensated: 3 of 3; "fine" => 1 of 1, "bad" => 3 of 3 }

/// A second try with something else.
#[workflow]
pub async fn fallback(card: String) -> Result<String, ShopError> {
    match charge(&card, 5).await {
        Ok(text) => Ok(text),
        Err(ShopError::Declined { .. }) => charge("other", 5).await,
        Err(other) => Err(other),
    }
}
economy! { fallback: 2 of 2; "fine" => 1 of 1, "bad" => 2 of 2 }

/// Handlers that meet again.
#[workflow]
pub async fn meeting_again(card: String) -> Result<String, ShopError> {
    let mut label = "charged".to_string();
    match charge(&card, 5).await {
        Ok(_) => {}
        Err(ShopError::Network) => label = "network".to_string(),
        Err(ShopError::Declined { reason, .. }) => {
            notify(reason).await?;
            label = "declined".to_string();
        }
        Err(other) => return Err(other),
    }
    notify(label.clone()).await?;
    Ok(label)
}
economy! { meeting_again: 3 of 3; "fine" => 2 of 2, "bad" => 3 of 3, "offline" => 2 of 2 }

measured![
    several_errors,
    shared_end,
    same_failure,
    same_failure_with_fields,
    same_failure_with_caught_fields,
    compensated,
    fallback,
    meeting_again,
];
