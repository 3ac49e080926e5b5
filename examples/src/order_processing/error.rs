//! What can go wrong.

use workflow_runtime::prelude::*;

/// Why a customer was not told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum NotifyError {
    /// Too much is published.
    #[error(name = "SNS.ThrottledException")]
    Throttled,
    /// Anything else.
    #[error(other)]
    Other(Failure),
}

/// Why an order is not on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum OrderError {
    /// There is not enough of an item.
    SoldOut {
        /// Which.
        sku: String,
    },
    /// The bank does not take the card.
    CardDeclined {
        /// Why.
        reason: String,
    },
    /// There is not enough money on the account.
    InsufficientFunds {
        /// How much there is, in cents.
        available: u32,
    },
    /// The bank does not answer.
    GatewayUnavailable,
    /// The bank is asked too often.
    RateLimited,
    /// A human does not want the order.
    ReviewRejected {
        /// Why.
        reason: String,
    },
    /// A task took too long.
    #[error(name = "States.Timeout")]
    Timeout,
}
