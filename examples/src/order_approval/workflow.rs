//! The workflow and its data.

use super::tasks::{place_order, request_approval};
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

/// Somebody's word that an order may be placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Approval {
    /// Whose.
    pub by: String,
    /// What they have to say.
    #[serde(default)]
    pub comment: Option<String>,
}

/// An order that was placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase")]
pub struct Confirmation {
    /// The order's number.
    pub order: String,
    /// Who approved it, if it had to be.
    pub approved_by: Option<String>,
}

/// Why an order was not placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum ApprovalError {
    /// Somebody does not want it.
    Rejected {
        /// Why.
        reason: String,
    },
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

/// Places an order; a large one only when a human has approved it.
#[workflow(logging(level = "ALL", include_execution_data), encryption(key = "${OrdersKey}", reuse = "10m"))]
pub async fn order_approval(order: Order) -> Result<Confirmation, ApprovalError> {
    // A small order needs nobody.
    let approval = if order.total > APPROVAL_LIMIT {
        // Waits for up to a day until somebody completes the token. A rejection fails the execution as it is.
        match request_approval(&order).await {
            Ok(approval) => Some(approval),
            Err(ApprovalError::Timeout) => return Err(ApprovalError::ApprovalTimeout { order: order.id }),
            Err(other) => return Err(other),
        }
    } else {
        None
    };
    place_order(&order, &approval).await
}
