//! Standard executions as their users have them.

use super::document;
use super::native::{Native, Place};
use crate::attempt::typed;
use crate::workflow::InputError;
use crate::{Execution, ExecutionError, Failure, Run, TaskFailure, Workflow};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use tokio::task::AbortHandle;
use workflow_engine::durable::{
    ExecutionId, SendError, StandardEngine, StartStandard, Status, StoreError, StoredExecution,
};
use workflow_engine::{ExecutionIdentity, ExecutionState, ExecutionStatus, HistoryEvent, Payload};

/// Standard executions in this process. Cloning gives another handle on the same; when the last is dropped, what runs goes
/// on at the next [`open`](crate::StandardBuilder::open) only.
#[derive(Clone)]
pub struct Standard(Arc<Opened>);

struct Opened {
    engine: StandardEngine,
    native: Arc<Native>,
    place: Place,
    /// What passes on what tasks say of their tokens, and forgets what ended long ago.
    beside: [AbortHandle; 2],
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.beside.iter().for_each(AbortHandle::abort);
        self.engine.close();
    }
}

impl Standard {
    pub(super) fn new(engine: StandardEngine, native: Arc<Native>, place: Place, beside: [AbortHandle; 2]) -> Self {
        Standard(Arc::new(Opened { engine, native, place, beside }))
    }

    /// Starts an execution of a workflow, once this is awaited: it is durable then.
    pub fn start<W: Workflow, F>(&self, run: Run<W, F>) -> StandardStart<W> {
        let input = document::<W>(&run.into_args()).map_err(|error| StandardError::Unwritable(error.to_string()));
        StandardStart { standard: self.clone(), input, name: None, workflow: PhantomData }
    }

    /// Starts an execution of a workflow with an input document, once this is awaited.
    pub fn start_with<W: Workflow>(&self, input: Value) -> StandardStart<W> {
        StandardStart { standard: self.clone(), input: Ok(input), name: None, workflow: PhantomData }
    }

    /// An execution of a workflow by its name.
    ///
    /// # Errors
    ///
    /// If there is none, or the store cannot be read.
    pub async fn execution<W: Workflow>(&self, name: &str) -> Result<StandardExecution<W>, StandardError> {
        let execution_arn = self.execution_arn(W::INFO.name, name);
        match self.engine().find(&execution_arn).await? {
            Some(stored) => Ok(self.handle(&stored)),
            None => Err(StandardError::DoesNotExist(execution_arn)),
        }
    }

    /// Completes a callback task with its result, which is durable when this returns: `SendTaskSuccess`.
    ///
    /// # Errors
    ///
    /// If nothing waits for the token, or this cannot be recorded.
    pub async fn send_task_success(&self, token: &str, output: impl serde::Serialize) -> Result<(), StandardError> {
        let output = Payload::of(&output).map_err(|error| StandardError::Unwritable(error.to_string()))?;
        Ok(self.engine().send_task_success(token, output).await?)
    }

    /// Completes a callback task with an error, which is durable when this returns: `SendTaskFailure`.
    ///
    /// # Errors
    ///
    /// If nothing waits for the token, or this cannot be recorded.
    pub async fn send_task_failure(&self, token: &str, failure: Failure) -> Result<(), StandardError> {
        Ok(self.engine().send_task_failure(token, failure.into()).await?)
    }

    /// Says that a callback task is still worked on: `SendTaskHeartbeat`.
    ///
    /// # Errors
    ///
    /// If nothing waits for the token.
    pub async fn send_task_heartbeat(&self, token: &str) -> Result<(), StandardError> {
        Ok(self.engine().send_task_heartbeat(token).await?)
    }

    /// The engine, which also knows executions by their ARNs, whatever they run.
    pub fn engine(&self) -> &StandardEngine {
        &self.0.engine
    }

    /// Stops working in this process: what is in flight is dropped, and all goes on at the next
    /// [`open`](crate::StandardBuilder::open).
    pub async fn shut_down(&self) {
        self.0.beside.iter().for_each(AbortHandle::abort);
        self.engine().shut_down().await;
    }

    /// What runs a workflow.
    #[cfg(feature = "durable")]
    pub(crate) fn executable(&self, workflow: &str) -> Option<Arc<dyn workflow_engine::durable::Executable>> {
        self.0.native.find(workflow)
    }

    fn execution_arn(&self, workflow: &str, name: &str) -> String {
        let Place { region, account_id } = &self.0.place;
        format!("arn:aws:states:{region}:{account_id}:execution:{workflow}:{name}")
    }

    fn identity(&self, workflow: &str, name: &str) -> ExecutionIdentity {
        let Place { region, account_id } = &self.0.place;
        ExecutionIdentity {
            execution_arn: self.execution_arn(workflow, name).into(),
            name: name.into(),
            state_machine_arn: format!("arn:aws:states:{region}:{account_id}:stateMachine:{workflow}").into(),
            state_machine_name: workflow.into(),
            ..ExecutionIdentity::default()
        }
    }

    fn handle<W: Workflow>(&self, stored: &StoredExecution) -> StandardExecution<W> {
        let identity = Arc::clone(&stored.new.identity);
        StandardExecution { standard: self.clone(), id: stored.id, identity, workflow: PhantomData }
    }

    async fn begin<W: Workflow>(
        &self,
        input: Payload,
        name: Option<String>,
    ) -> Result<StandardExecution<W>, StandardError> {
        let workflow = W::INFO.name;
        let executable = self.0.native.find(workflow).ok_or(StandardError::NoWorkflow(workflow))?;
        W::from_input(Value::clone(&input)).map_err(StandardError::InvalidInput)?;
        let is_name_drawn = name.is_none();
        let name = name.unwrap_or_else(|| crate::identity::new_execution_id().to_string());
        let identity = Arc::new(self.identity(workflow, &name));
        let start = StartStandard {
            executable,
            identity: Arc::clone(&identity),
            input: input.clone(),
            details: None,
            is_name_drawn,
        };
        match self.engine().start(start).await {
            Ok(id) => Ok(StandardExecution { standard: self.clone(), id, identity, workflow: PhantomData }),
            Err(StoreError::ExecutionExists(id)) => self.same(id, &input).await,
            Err(error) => Err(error.into()),
        }
    }

    /// An execution that has the name already: starting it again is the same while it runs with the same input.
    async fn same<W: Workflow>(&self, id: ExecutionId, input: &Payload) -> Result<StandardExecution<W>, StandardError> {
        let stored = self.engine().store().execution(id).await?;
        let Some(stored) = stored else { return Err(StoreError::ExecutionExists(id).into()) };
        let has_input = Payload::from_json(&stored.new.input).is_ok_and(|known| known == *input);
        if stored.status == Status::Running && has_input {
            return Ok(self.handle(&stored));
        }
        Err(StandardError::AlreadyExists(stored.new.identity.execution_arn.to_string()))
    }
}

impl fmt::Debug for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standard")
            .field("workflows", &self.0.native)
            .field("place", &self.0.place)
            .finish_non_exhaustive()
    }
}

/// A Standard execution that has not been started.
#[must_use = "an execution does not start until this is awaited"]
pub struct StandardStart<W: Workflow> {
    standard: Standard,
    input: Result<Value, StandardError>,
    name: Option<String>,
    workflow: PhantomData<fn() -> W>,
}

impl<W: Workflow> StandardStart<W> {
    /// The execution's name, which is unique among those of its workflow; without it a UUID.
    ///
    /// Starting it again while it runs, with the same input, gives the same execution, as `StartExecution` does.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl<W: Workflow> IntoFuture for StandardStart<W> {
    type Output = Result<StandardExecution<W>, StandardError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.standard.begin(self.input?.into(), self.name).await })
    }
}

impl<W: Workflow> fmt::Debug for StandardStart<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandardStart")
            .field("workflow", &W::INFO.name)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A Standard execution. It goes on whether or not this is kept.
pub struct StandardExecution<W: Workflow> {
    standard: Standard,
    id: ExecutionId,
    identity: Arc<ExecutionIdentity>,
    workflow: PhantomData<fn() -> W>,
}

impl<W: Workflow> StandardExecution<W> {
    /// Its ARN.
    pub fn arn(&self) -> &str {
        &self.identity.execution_arn
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.identity.name
    }

    /// Its number in the store.
    pub fn id(&self) -> ExecutionId {
        self.id
    }

    /// Waits until it has ended, in this process or another one, and gives its result.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or this process stops working before the execution has ended.
    pub async fn ended(&self) -> Result<Execution<W>, StandardError> {
        let state = self.standard.engine().ended(self.id).await?;
        let result = match state.status {
            ExecutionStatus::Succeeded(output) => {
                Ok(output.read().map_err(|error| StandardError::Output(error.to_string()))?)
            }
            ExecutionStatus::Failed(failure) => Err(match typed(TaskFailure::Failure(failure.into())) {
                Ok(error) => ExecutionError::Error(error),
                Err(failure) => ExecutionError::Halted(failure),
            }),
            ExecutionStatus::TimedOut(_) => Err(ExecutionError::TimedOut),
            ExecutionStatus::Aborted(reason) => Err(ExecutionError::Aborted(reason.into())),
            ExecutionStatus::Running => return Err(StandardError::DoesNotExist(self.arn().to_owned())),
        };
        Ok(Execution { id: Arc::clone(&self.identity.execution_arn), result })
    }

    /// How it stands now.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or has forgotten it.
    pub async fn state(&self) -> Result<ExecutionState, StandardError> {
        let state = self.standard.engine().state(self.id).await?;
        state.ok_or_else(|| StandardError::DoesNotExist(self.arn().to_owned()))
    }

    /// Its history so far, as AWS writes it; of data it has what native code has: the input and the output of the
    /// execution and of its tasks.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or has forgotten it.
    pub async fn history(&self) -> Result<Vec<HistoryEvent>, StandardError> {
        Ok(self.standard.engine().history(self.id, 0, usize::MAX).await?)
    }

    /// All that is recorded of it, as JSON: what [`testing::replay`](crate::testing::replay) takes.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or has forgotten it.
    pub async fn export(&self) -> Result<String, StandardError> {
        let recorded = self.standard.engine().export(self.id).await?;
        recorded.to_json().map_err(|error| StandardError::Unwritable(error.to_string()))
    }

    /// Stops it; one that has ended stays as it is.
    ///
    /// # Errors
    ///
    /// If this cannot be recorded.
    pub async fn stop(&self, reason: Failure) -> Result<ExecutionState, StandardError> {
        Ok(self.standard.engine().stop(self.id, reason.into()).await?)
    }
}

impl<W: Workflow> fmt::Debug for StandardExecution<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandardExecution").field("arn", &self.arn()).finish_non_exhaustive()
    }
}

/// Why something cannot be done with a Standard execution.
#[derive(Debug)]
#[non_exhaustive]
pub enum StandardError {
    /// The store cannot be read or written.
    Store(StoreError),
    /// A token could not be completed.
    Send(SendError),
    /// An execution of this ARN has ended, or has another input.
    AlreadyExists(String),
    /// There is no execution of this ARN.
    DoesNotExist(String),
    /// The workflow was not given to [`StandardBuilder::with`](crate::StandardBuilder::with).
    NoWorkflow(&'static str),
    /// The input does not hold the workflow's parameters.
    InvalidInput(InputError),
    /// A value cannot be written as JSON.
    Unwritable(String),
    /// The execution's output is none of the workflow as it is now.
    Output(String),
}

impl fmt::Display for StandardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Send(error) => error.fmt(f),
            Self::AlreadyExists(arn) => write!(f, "Execution Already Exists: '{arn}'"),
            Self::DoesNotExist(arn) => write!(f, "Execution Does Not Exist: '{arn}'"),
            Self::NoWorkflow(name) => {
                write!(f, "the workflow `{name}` is not one of these: open the store `.with::<{name}>()`")
            }
            Self::InvalidInput(error) => write!(f, "the input: {error}"),
            Self::Unwritable(error) => write!(f, "this cannot be written as JSON: {error}"),
            Self::Output(error) => write!(f, "the output is not the workflow's: {error}"),
        }
    }
}

impl std::error::Error for StandardError {}

impl From<StoreError> for StandardError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<SendError> for StandardError {
    fn from(error: SendError) -> Self {
        Self::Send(error)
    }
}
