//! `RedriveExecution`: who may be redriven. Redriving itself needs executions that are kept, and is refused.

use serde::Deserialize;
use serde_json::Value;
use workflow_engine::ExecutionStatus;

use super::{ApiError, Shared, executions};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Redrive {
    execution_arn: String,
}

/// Why an execution of this status cannot be redriven, as `redriveStatusReason` says it.
pub(super) fn obstacle(status: &ExecutionStatus) -> Option<String> {
    match status {
        ExecutionStatus::Running | ExecutionStatus::Succeeded(_) => {
            Some(format!("Execution is {} and cannot be redriven", status.as_str()))
        }
        ExecutionStatus::Failed(_) | ExecutionStatus::TimedOut(_) | ExecutionStatus::Aborted(_) => None,
    }
}

/// # Errors
///
/// `ExecutionNotRedrivable`, always: with AWS's reason where AWS would refuse too.
pub(super) fn redrive(service: &Shared, request: Redrive) -> Result<Value, ApiError> {
    let record = executions::find(service, &request.execution_arn)?;
    let reason = obstacle(&record.execution.state().status)
        .unwrap_or_else(|| "this server keeps executions in memory and does not redrive them".to_owned());
    Err(ApiError::new("ExecutionNotRedrivable", format!("Execution Not Redrivable: '{reason}'")))
}
