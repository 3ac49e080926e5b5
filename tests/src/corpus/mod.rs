//! Small workflows in the Rust that users naturally write: experiments 2 and 3 of the design, kept as tests.
//!
//! Each is run natively and, as exported, by an interpreter that this project did not write.

pub mod assigned;
pub mod calls;
pub mod changes;
pub mod combined;
pub mod control;
pub mod edges;
pub mod effects;
pub mod executions;
pub mod failures;
pub mod folds;
pub mod loops;
pub mod merges;
pub mod model;
pub mod results;
pub mod values;
