//! Runs a program.

use std::sync::Arc;

use tokio::sync::watch;

use crate::engine::{Shared, StartExecution};
use crate::{ExecutionState, Failure, History};

pub(crate) async fn execute(
    _engine: Arc<Shared>,
    _start: StartExecution,
    _history: Option<Arc<History>>,
    _state: watch::Sender<ExecutionState>,
    _stopped: watch::Receiver<Option<Failure>>,
) {
}
