//! Orders that a human has to approve where they are large.
//!
//! The task that asks is a callback task: it sends a token and the execution waits, for up to a day, until somebody
//! completes it:
//!
//! ```text
//! order-approval approve TOKEN --output '{"by":"me"}'
//! order-approval reject TOKEN --cause '{"reason":"too dear"}'
//! ```

pub mod tasks;
mod workflow;

pub use tasks::Outbox;
pub use workflow::{APPROVAL_LIMIT, Approval, ApprovalError, Confirmation, Order, order_approval};
