//! Parcels that come back: people look at them, and another workflow gives the money back.
//!
//! What the tasks' states call is mostly no function: an activity, whose workers are people at a bench, a queue, and the state
//! machine of the other workflow. Natively the bodies of the tasks stand in for them.

pub mod tasks;
mod workflow;

pub use tasks::{Desk, Mailbox};
pub use workflow::{Closed, Finding, Mailed, Parcel, Payment, RefundError, ReturnError, order_return, refund};
