//! The workflow and the data that its tasks exchange.
//!
//! Each step stands inside the one before, and what it fails with goes into one variable: so one state handles the
//! errors of all.

use super::PipelineError;
use super::tasks::{handle_error, load, notify, transform, validate};
use workflow_runtime::prelude::*;

/// What is to be done.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Job {
    /// The CSV file.
    pub source: String,
    /// The folder that everything is written to.
    pub folder: String,
}

/// What was found in the file.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Report {
    /// Whether there is anything to load.
    pub status: Status,
    /// How many rows hold a sale.
    pub valid: u32,
    /// How many rows do not.
    pub rejected: u32,
    /// What is wrong with the first of those.
    pub problem: Option<String>,
}

/// Whether a file has anything to load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// At least one row holds a sale.
    Passed,
    /// None does.
    Failed,
}

/// A file of clean rows.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Rows {
    /// Where it is.
    pub path: String,
    /// How many rows it has.
    pub count: u32,
}

/// Rows in a database.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Loaded {
    /// Where it is.
    pub database: String,
    /// How many rows were loaded.
    pub count: u32,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// How many rows are in the database now that were not before.
    pub rows_loaded: u32,
    /// How many rows of the file hold no sale.
    pub rows_rejected: u32,
    /// Where the database is.
    pub database: String,
    /// Where the notification is.
    pub notification: String,
}

/// Loads a CSV file of sales into a database and tells about it.
#[workflow]
pub async fn csv_processing(job: Job) -> Result<Summary, PipelineError> {
    // Reads the whole file once before anything is written.
    let failure = match validate(&job.source).await {
        Err(error) => error.failure(),
        Ok(report) => match report.status {
            Status::Failed => {
                Failure { error: "NoValidRow".to_owned(), cause: report.problem.unwrap_or(String::new()) }
            }
            Status::Passed => match transform(&job).await {
                Err(error) => error.failure(),
                Ok(rows) => match load(&rows, &job.folder, &execution_id()).await {
                    Err(error) => error.failure(),
                    Ok(loaded) => match notify(&job, loaded.count, report.rejected).await {
                        Err(error) => error.failure(),
                        Ok(notification) => {
                            return Ok(Summary {
                                rows_loaded: loaded.count,
                                rows_rejected: report.rejected,
                                database: loaded.database,
                                notification,
                            });
                        }
                    },
                },
            },
        },
    };
    // Whatever went wrong, and wherever, is reported beside the job.
    let reason = handle_error(&job, &failure).await?;
    Err(PipelineError::ProcessingFailed { reason })
}
