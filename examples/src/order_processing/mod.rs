//! Orders on their way from the basket to the doorstep.

mod error;
pub mod services;
pub mod tasks;
mod workflow;

pub use error::{NotifyError, OrderError};
pub use workflow::{Customer, Item, Order, Published, Receipt, Reservation, Status, order_processing};
