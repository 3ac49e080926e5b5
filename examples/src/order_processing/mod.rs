//! Orders on their way from the basket to the doorstep.

mod error;
pub mod services;
pub mod tasks;
mod workflow;

pub use error::OrderError;
pub use workflow::{Customer, Item, Order, Receipt, Reservation, Status, order_processing};
