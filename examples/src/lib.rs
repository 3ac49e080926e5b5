//! Workflows as one would write them: each a module with its workflow, its data and its tasks, an executable of the
//! same name, and its exported definition beside this crate's manifest.

pub mod csv_processing;
pub mod order_approval;
pub mod order_processing;
pub mod order_return;
