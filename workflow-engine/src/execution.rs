use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::{Failure, History, Payload};

/// Who an execution is: what the context object says of it.
#[derive(Clone, Debug, Default)]
pub struct ExecutionIdentity {
    /// `$$.Execution.Id`.
    pub execution_arn: Arc<str>,
    /// `$$.Execution.Name`.
    pub name: Arc<str>,
    /// `$$.Execution.RoleArn`.
    pub role_arn: Option<Arc<str>>,
    /// `$$.StateMachine.Id`.
    pub state_machine_arn: Arc<str>,
    /// `$$.StateMachine.Name`.
    pub state_machine_name: Arc<str>,
    /// The alias it was started through, if any.
    pub state_machine_alias_arn: Option<Arc<str>>,
    /// The version it runs, if any.
    pub state_machine_version_arn: Option<Arc<str>>,
}

/// What became of an execution.
#[derive(Clone, Debug, PartialEq)]
pub enum ExecutionStatus {
    /// `RUNNING`.
    Running,
    /// `SUCCEEDED`, with its output.
    Succeeded(Payload),
    /// `FAILED`.
    Failed(Failure),
    /// `TIMED_OUT`.
    TimedOut(Failure),
    /// `ABORTED`, with what whoever stopped it said.
    Aborted(Failure),
}

impl ExecutionStatus {
    /// The status as the API writes it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Succeeded(_) => "SUCCEEDED",
            Self::Failed(_) => "FAILED",
            Self::TimedOut(_) => "TIMED_OUT",
            Self::Aborted(_) => "ABORTED",
        }
    }
}

/// An execution's status, and since when.
#[derive(Clone, Debug, PartialEq)]
pub struct ExecutionState {
    /// What became of it.
    pub status: ExecutionStatus,
    /// When it started.
    pub start_date: Timestamp,
    /// When it ended; none while it runs.
    pub stop_date: Option<Timestamp>,
}

/// An execution that was started. Cloning gives another handle to the same one; dropping them does not stop it.
#[derive(Clone, Debug)]
pub struct Execution {
    pub(crate) identity: Arc<ExecutionIdentity>,
    pub(crate) history: Option<Arc<History>>,
    pub(crate) state: watch::Receiver<ExecutionState>,
    pub(crate) stop: Arc<watch::Sender<Option<Failure>>>,
}

impl Execution {
    /// Who it is.
    pub fn identity(&self) -> &ExecutionIdentity {
        &self.identity
    }

    /// Its status now.
    pub fn state(&self) -> ExecutionState {
        self.state.borrow().clone()
    }

    /// Its history; none for Express.
    pub fn history(&self) -> Option<&History> {
        self.history.as_deref()
    }

    /// Waits until it is over.
    pub async fn ended(&self) -> ExecutionState {
        let mut state = self.state.clone();
        match state.wait_for(|state| state.stop_date.is_some()).await {
            Ok(state) => state.clone(),
            // Whoever ran it is gone, so this is how it stays.
            Err(_) => self.state(),
        }
    }

    /// Stops it, as `StopExecution` does, and waits until it has stopped. One that is over stays as it is.
    pub async fn stop(&self, reason: Failure) -> ExecutionState {
        self.stop.send_replace(Some(reason));
        self.ended().await
    }
}
