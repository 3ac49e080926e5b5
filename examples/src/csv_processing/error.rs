//! What can go wrong.

use std::fmt;
use workflow_runtime::prelude::*;

/// Why a file was not loaded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum PipelineError {
    /// The file cannot be opened, or is no CSV file of sales.
    Unreadable {
        /// Which.
        path: String,
        /// Why.
        reason: String,
    },
    /// Somebody else is writing to the database.
    Throttled,
    /// A disk or a database did not do what it should.
    ServiceException {
        /// What it said.
        reason: String,
    },
    /// A task took too long.
    #[error(name = "States.Timeout")]
    Timeout,
    /// The execution failed, and that was dealt with.
    ProcessingFailed {
        /// Why.
        reason: String,
    },
    /// Anything else, such as a task that panics: it is dealt with like the others.
    #[error(other)]
    Other(Failure),
}

impl fmt::Display for PipelineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PipelineError::Unreadable { path, reason } => write!(f, "{path} cannot be read: {reason}"),
            PipelineError::Throttled => f.write_str("the database is busy"),
            PipelineError::ServiceException { reason } | PipelineError::ProcessingFailed { reason } => {
                f.write_str(reason)
            }
            PipelineError::Timeout => f.write_str("a task took too long"),
            PipelineError::Other(failure) => failure.fmt(f),
        }
    }
}

impl std::error::Error for PipelineError {}

impl From<std::io::Error> for PipelineError {
    fn from(error: std::io::Error) -> Self {
        PipelineError::ServiceException { reason: error.to_string() }
    }
}

impl From<csv::Error> for PipelineError {
    fn from(error: csv::Error) -> Self {
        PipelineError::ServiceException { reason: error.to_string() }
    }
}

impl From<rusqlite::Error> for PipelineError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => PipelineError::Throttled,
            _ => PipelineError::ServiceException { reason: error.to_string() },
        }
    }
}
