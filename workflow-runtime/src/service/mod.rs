//! Tasks that are actions of AWS services: what `#[task(resource = "..")]` writes, and calls of services themselves.

mod call;
mod check;
mod document;

pub(crate) use call::Services;
pub use call::{call, call_and_wait};
pub use check::{errors_exist, results_exist};
pub(crate) use document::insert;
pub use document::{place, take};
