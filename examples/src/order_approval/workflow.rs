//! The workflow and its data.

use super::tasks::{request_approval, settle};
use workflow_runtime::prelude::*;

/// Orders above this many cents wait for a human.
pub const APPROVAL_LIMIT: u64 = 1_000_000;

/// An order.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Order {
    /// Its number.
    pub id: String,
    /// Who ordered.
    pub customer: String,
    /// What it costs, in cents.
    pub total: u64,
}

/// What somebody says about an order.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Decision {
    /// Whether it may be placed.
    pub approved: bool,
    /// Who says so.
    pub by: String,
    /// Why.
    #[serde(default)]
    pub comment: Option<String>,
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The order's number.
    pub order: String,
    /// Whether it was placed.
    pub status: Status,
    /// Who decided that.
    pub decided_by: String,
    /// Why.
    pub comment: Option<String>,
}

/// Whether an order was placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// It was.
    Placed,
    /// It was rejected.
    Rejected,
}

/// Why there is no outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum ApprovalError {
    /// Nobody decided in time.
    ApprovalTimeout {
        /// The order's number.
        order: String,
    },
    /// A message could not be sent.
    OutboxUnavailable {
        /// Why.
        reason: String,
    },
    /// A task took too long.
    #[error(name = "States.Timeout")]
    Timeout,
}

/// Places orders; a large one only when a human has approved it.
#[workflow]
pub async fn order_approval(order: Order) -> Result<Outcome, ApprovalError> {
    // Small orders need nobody.
    let decision = if order.total > APPROVAL_LIMIT {
        // Waits for up to a day until somebody completes the token.
        match request_approval(&order).await {
            Ok(decision) => decision,
            Err(ApprovalError::Timeout) => return Err(ApprovalError::ApprovalTimeout { order: order.id }),
            Err(other) => return Err(other),
        }
    } else {
        Decision { approved: true, by: "nobody: it is small".to_owned(), comment: None }
    };
    settle(&order, &decision).await
}
