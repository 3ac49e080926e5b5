//! Loads a CSV file of sales into a database.
//!
//! The file is checked, its rows are cleaned and put into SQLite, and somebody is told. Rows never pass through the
//! workflow: its tasks hand each other the paths of files.

mod error;
pub mod sales;
pub mod sample;
pub mod store;
pub mod tasks;
mod workflow;

pub use error::PipelineError;
pub use workflow::{Job, Loaded, Report, Rows, Status, Summary, csv_processing};
