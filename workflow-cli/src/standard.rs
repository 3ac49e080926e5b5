//! The operations that change something, over an engine of Standard executions.

use std::sync::Arc;

use futures_util::FutureExt;
use serde_json::{Value, json};
use workflow_engine::durable::{
    Executable, ExecutionId, RedriveError, SendError, StandardEngine, StartStandard, Status, StoreError,
    StoredExecution,
};
use workflow_engine::{CallbackError, ExecutionIdentity, Failure, Payload};

use crate::backend::{BackendFuture, CallError, Operations};
use crate::name::has_name_characters;
use crate::text::api_date as date;

/// The state machines that executions can be started of.
pub trait StateMachines: Send + Sync + 'static {
    /// What is started of the state machine of this ARN with this input.
    ///
    /// # Errors
    ///
    /// Why nothing is: there is no such state machine, or the input is not one of it.
    fn find(&self, state_machine_arn: &str, input: &Value) -> Result<Startable, CallError>;
}

/// What an execution is started of.
#[derive(Clone)]
pub struct Startable {
    /// What it runs.
    pub executable: Arc<dyn Executable>,
    /// The name of the state machine.
    pub name: String,
}

impl std::fmt::Debug for Startable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Startable").field(&self.name).finish()
    }
}

/// `StartExecution`, `StopExecution`, `RedriveExecution` and what is sent to tasks.
pub struct StandardOperations {
    engine: StandardEngine,
    state_machines: Arc<dyn StateMachines>,
}

impl StandardOperations {
    /// The operations over an engine.
    pub fn new(engine: StandardEngine, state_machines: Arc<dyn StateMachines>) -> Self {
        Self { engine, state_machines }
    }

    /// The engine.
    pub fn engine(&self) -> &StandardEngine {
        &self.engine
    }

    /// Starts an execution; the same if it runs already, with the same input.
    ///
    /// # Errors
    ///
    /// Those of `StartExecution`.
    pub async fn start(
        &self,
        state_machine_arn: &str,
        name: Option<&str>,
        input: &str,
    ) -> Result<StoredExecution, CallError> {
        let id = match self.try_start(state_machine_arn, name, input).await? {
            Ok(id) => id,
            Err(existing) if existing.status == Status::Running && *existing.new.input == *input => {
                return Ok(existing);
            }
            Err(existing) => {
                let arn = &existing.new.identity.execution_arn;
                return Err(CallError::refused("ExecutionAlreadyExists", format!("Execution Already Exists: '{arn}'")));
            }
        };
        self.stored(id).await
    }

    /// Starts an execution, or gives the one that has its name.
    ///
    /// # Errors
    ///
    /// Those of `StartExecution`.
    pub async fn try_start(
        &self,
        state_machine_arn: &str,
        name: Option<&str>,
        input: &str,
    ) -> Result<Result<ExecutionId, StoredExecution>, CallError> {
        let value: Value = serde_json::from_str(input).map_err(|error| {
            CallError::refused("InvalidExecutionInput", format!("Invalid State Machine Execution Input: '{error}'"))
        })?;
        let Startable { executable, name: machine } = self.state_machines.find(state_machine_arn, &value)?;
        let is_name_drawn = name.is_none();
        let name = match name {
            Some(name) if !is_name(name) => {
                return Err(CallError::refused("InvalidName", format!("Invalid Name: '{name}'")));
            }
            Some(name) => name.to_owned(),
            None => uuid::Uuid::new_v4().to_string(),
        };
        let execution_arn = format!("{}:{name}", state_machine_arn.replacen(":stateMachine:", ":execution:", 1));
        let identity = Arc::new(ExecutionIdentity {
            execution_arn: execution_arn.into(),
            name: name.into(),
            state_machine_arn: state_machine_arn.into(),
            state_machine_name: machine.into(),
            ..ExecutionIdentity::default()
        });
        let input = Payload::from_json(input).map_err(CallError::failed)?;
        let start = StartStandard { executable, identity, input, details: None, is_name_drawn };
        match self.engine.start(start).await {
            Ok(id) => Ok(Ok(id)),
            Err(StoreError::ExecutionExists(id)) => self.stored(id).await.map(Err),
            Err(error) => Err(CallError::failed(error)),
        }
    }

    async fn stored(&self, id: ExecutionId) -> Result<StoredExecution, CallError> {
        let stored = self.engine.store().execution(id).await.map_err(CallError::failed)?;
        stored.ok_or_else(|| CallError::failed("the execution is there no longer"))
    }

    async fn find(&self, input: &Value) -> Result<StoredExecution, CallError> {
        let arn = text(input, "executionArn").unwrap_or_default();
        let found = self.engine.find(arn).await.map_err(CallError::failed)?;
        found.ok_or_else(|| CallError::no_execution(arn))
    }

    async fn redrive(&self, input: &Value) -> Result<Value, CallError> {
        let stored = self.find(input).await?;
        let redriven = self.engine.redrive(stored.id).await.map_err(|error| match error {
            RedriveError::ExecutionDoesNotExist => CallError::no_execution(&stored.new.identity.execution_arn),
            RedriveError::NotRedrivable(reason) => {
                CallError::refused("ExecutionNotRedrivable", format!("Execution Not Redrivable: '{reason}'"))
            }
            RedriveError::Store(error) => CallError::failed(error),
        })?;
        Ok(json!({"redriveDate": date(redriven.redrive_date.unwrap_or(redriven.new.start_date))}))
    }

    async fn answer(&self, operation: &str, input: &Value) -> Result<Value, CallError> {
        match operation {
            "StartExecution" => {
                let machine = text(input, "stateMachineArn").unwrap_or_default();
                let started = self.start(machine, text(input, "name"), text(input, "input").unwrap_or("{}")).await?;
                let arn = &*started.new.identity.execution_arn;
                Ok(json!({"executionArn": arn, "startDate": date(started.new.start_date)}))
            }
            "StopExecution" => {
                let stored = self.find(input).await?;
                let state = self.engine.stop(stored.id, failure(input)).await.map_err(CallError::failed)?;
                Ok(json!({"stopDate": state.stop_date.map(date)}))
            }
            "RedriveExecution" => self.redrive(input).await,
            "SendTaskSuccess" => {
                let output = Payload::from_json(text(input, "output").unwrap_or_default())
                    .map_err(|error| CallError::refused("InvalidOutput", format!("Invalid Output: '{error}'")))?;
                sent(self.engine.send_task_success(token(input), output).await)
            }
            "SendTaskFailure" => sent(self.engine.send_task_failure(token(input), failure(input)).await),
            "SendTaskHeartbeat" => sent(self.engine.send_task_heartbeat(token(input)).await),
            _ => Err(CallError::refused("UnknownOperationException", operation)),
        }
    }
}

impl Operations for StandardOperations {
    fn call<'a>(&'a self, operation: &'a str, input: Value) -> BackendFuture<'a, Value> {
        async move { self.answer(operation, &input).await }.boxed()
    }
}

impl std::fmt::Debug for StandardOperations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("StandardOperations").field(&self.engine).finish()
    }
}

fn sent(sent: Result<(), SendError>) -> Result<Value, CallError> {
    match sent {
        Ok(()) => Ok(json!({})),
        Err(SendError::Callback(CallbackError::InvalidToken)) => {
            Err(CallError::refused("InvalidToken", "Invalid Token: 'Invalid token'"))
        }
        Err(SendError::Callback(CallbackError::TaskTimedOut)) => {
            Err(CallError::refused("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'"))
        }
        Err(SendError::InvalidOutput(reason)) => {
            Err(CallError::refused("InvalidOutput", format!("Invalid Output: '{reason}'")))
        }
        Err(SendError::Store(error)) => Err(CallError::failed(error)),
    }
}

/// What `name` of `StartExecution` may be.
fn is_name(name: &str) -> bool {
    (1..=80).contains(&name.chars().count()) && has_name_characters(name)
}

fn text<'a>(input: &'a Value, field: &str) -> Option<&'a str> {
    input.get(field)?.as_str()
}

fn token(input: &Value) -> &str {
    text(input, "taskToken").unwrap_or_default()
}

fn failure(input: &Value) -> Failure {
    Failure { error: text(input, "error").map(str::to_owned), cause: text(input, "cause").map(str::to_owned) }
}
