//! Executions that others have started and wait for.

use std::sync::Arc;

use uuid::Uuid;

use super::effect::ChildStart;
use super::engine::StartStandard;
use super::inner::Inner;
use super::record::EffectId;
use super::routes::Message;
use super::store::{ExecutionId, ListFilter, NewExecution, Parent, Status, StoreError};
use crate::{ExecutionIdentity, ExecutionStatus, Failure, Payload, TaskError};

/// An execution to be started by another one.
pub(super) struct Child {
    start: StartStandard,
    parent: Parent,
}

impl Child {
    pub(super) fn of(parent: &NewExecution, id: ExecutionId, effect: EffectId, start: ChildStart, drawn: Uuid) -> Self {
        let name = start.name.unwrap_or_else(|| drawn.to_string());
        let machine = Arc::clone(&start.executable.definition().name);
        let identity = Arc::new(identity(&parent.identity, machine, name));
        let start = StartStandard {
            executable: start.executable,
            identity,
            input: start.input,
            details: None,
            // The name that is drawn is the same after a crash.
            is_name_drawn: false,
        };
        Self { start, parent: Parent { execution: id, effect } }
    }

    /// Starts it, unless that was done before this process began; its end comes as a message.
    pub(super) async fn begin(self, inner: &Arc<Inner>) -> Result<(), TaskError> {
        let parent = self.parent;
        let name = Arc::clone(&self.start.identity.name);
        let existing = match inner.start(self.start, Some(parent)).await {
            Ok(_) => return Ok(()),
            Err(StoreError::ExecutionExists(existing)) => existing,
            Err(error) => return Err(refused(&error)),
        };
        let stored = inner.options.store.execution(existing).await.map_err(|error| refused(&error))?;
        let Some(stored) = stored.filter(|stored| stored.new.parent == Some(parent)) else {
            let cause = format!("Execution Already Exists: '{name}'");
            return Err(Failure::new("StepFunctions.ExecutionAlreadyExistsException", cause).into());
        };
        let state = inner.state(&stored).await.map_err(|error| refused(&error))?;
        let message = match state.stop_date {
            Some(_) => Message::ChildEnded { effect: parent.effect, status: state.status },
            None => Message::ChildBegan { effect: parent.effect, child: existing },
        };
        inner.send(parent.execution, message);
        Ok(())
    }
}

fn refused(error: &StoreError) -> TaskError {
    Failure::new(Failure::TASK_FAILED, error.to_string()).into()
}

/// `arn:aws:states:region:account:execution:machine:name`, beside its parent.
fn identity(parent: &ExecutionIdentity, machine: Arc<str>, name: String) -> ExecutionIdentity {
    let prefix = parent.execution_arn.split_once(":execution:").map_or("arn:aws:states", |(prefix, _)| prefix);
    ExecutionIdentity {
        execution_arn: format!("{prefix}:execution:{machine}:{name}").into(),
        name: name.into(),
        role_arn: parent.role_arn.clone(),
        state_machine_arn: format!("{prefix}:stateMachine:{machine}").into(),
        state_machine_name: machine,
        state_machine_alias_arn: None,
        state_machine_version_arn: None,
    }
}

/// What an execution's end is to the one that waits for it; none while it runs.
pub(super) fn outcome(status: ExecutionStatus) -> Option<Result<Payload, Failure>> {
    match status {
        ExecutionStatus::Running => None,
        ExecutionStatus::Succeeded(output) => Some(Ok(output)),
        ExecutionStatus::Failed(failure) => Some(Err(failure)),
        ExecutionStatus::TimedOut(_) => Some(Err(Failure::named(Failure::TIMEOUT))),
        ExecutionStatus::Aborted(failure) => {
            let cause = failure.cause.or(failure.error);
            Some(Err(Failure { error: Some(Failure::TASK_FAILED.to_owned()), cause }))
        }
    }
}

/// Stops an execution that nobody waits for any more. One that has ended stays as it is.
pub(super) fn stop(inner: &Arc<Inner>, child: ExecutionId) {
    let (reply, _) = tokio::sync::oneshot::channel();
    inner.send(child, Message::Stop { reason: Failure::default(), reply });
}

/// Stops all that an execution has started which was not in memory when it was stopped.
pub(super) async fn stop_all(inner: &Arc<Inner>, parent: ExecutionId) {
    let filter = ListFilter { parent: Some(parent), status: Some(Status::Running), ..ListFilter::default() };
    match inner.options.store.list(filter, None, usize::MAX).await {
        Ok(children) => children.iter().for_each(|child| stop(inner, child.id)),
        Err(error) => tracing::error!(%error, "executions that nobody waits for are stopped at the next start only"),
    }
}
