//! What the commands speak to.

use std::fmt;

use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use workflow_engine::durable::Status;

use crate::Stop;

/// What a backend answers.
pub type BackendFuture<'a, T> = BoxFuture<'a, Result<T, CallError>>;

/// The operations of the Step Functions API.
pub trait Operations: Send + Sync + 'static {
    /// Calls an operation by its name in the API reference, such as `StartExecution`.
    fn call<'a>(&'a self, operation: &'a str, input: Value) -> BackendFuture<'a, Value>;
}

/// Where executions are.
pub trait Backend: Operations {
    /// Executions as `ListExecutions` gives them, newest first.
    fn list(&self, query: ListQuery) -> BackendFuture<'_, Vec<Value>>;

    /// The ARNs of the executions of a name.
    fn named<'a>(&'a self, name: &'a str) -> BackendFuture<'a, Vec<String>>;

    /// The ARN of the state machine of a name.
    fn state_machine<'a>(&'a self, name: &'a str) -> BackendFuture<'a, String>;

    /// The events of an execution that come after a place, as `GetExecutionHistory` gives them, and the place after them.
    fn events<'a>(&'a self, execution_arn: &'a str, cursor: Cursor) -> BackendFuture<'a, (Vec<Value>, Cursor)>;

    /// All that is recorded of an execution, as `workflow_runtime::testing::replay` reads it.
    fn export<'a>(&'a self, execution_arn: &'a str) -> BackendFuture<'a, String>;

    /// What keeps what is started from going on; none where nothing does.
    fn obstacle(&self) -> Option<String>;
}

/// Which executions to list.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// Only those of the state machine of this ARN.
    pub state_machine_arn: Option<String>,
    /// Only those with this status.
    pub status: Option<Status>,
    /// How many at most.
    pub limit: usize,
}

/// A place in a history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The id of the last event that was seen.
    pub event_id: u64,
    /// How many rows of the record were read, where there are rows.
    pub rows: u32,
}

/// Why an operation has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// It was refused.
    Refused {
        /// The name of the error: `ExecutionDoesNotExist`.
        code: String,
        /// What is wrong.
        message: String,
    },
    /// Nobody could be asked, or the answer could not be read.
    Failed(String),
}

impl CallError {
    /// An operation was refused with an error of the API.
    pub fn refused(code: &str, message: impl Into<String>) -> Self {
        Self::Refused { code: code.to_owned(), message: message.into() }
    }

    /// Nobody could be asked.
    pub fn failed(reason: impl fmt::Display) -> Self {
        Self::Failed(reason.to_string())
    }

    /// There is no such execution.
    pub fn no_execution(execution: &str) -> Self {
        Self::refused("ExecutionDoesNotExist", format!("Execution Does Not Exist: '{execution}'"))
    }

    /// As the protocol of the API writes it.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Refused { code, message } => json!({"__type": code, "message": message}),
            Self::Failed(reason) => json!({"__type": INTERNAL, "message": reason}),
        }
    }

    /// Reads what [`to_json`](Self::to_json) has written.
    pub fn from_json(text: &str) -> Self {
        let error: Value = serde_json::from_str(text).unwrap_or_default();
        let field = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default();
        match field("__type") {
            INTERNAL | "" => Self::failed(if field("message").is_empty() { text } else { field("message") }),
            code => Self::refused(code.rsplit('#').next().unwrap_or(code), field("message")),
        }
    }
}

/// The error of what is not the caller's fault.
const INTERNAL: &str = "InternalFailure";

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { code, message } if message.is_empty() => f.write_str(code),
            Self::Refused { code, message } => write!(f, "{code}: {message}"),
            Self::Failed(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for CallError {}

impl From<CallError> for Stop {
    fn from(error: CallError) -> Self {
        match &error {
            CallError::Refused { .. } => Stop::refused(error),
            CallError::Failed(_) => Stop::usage(error),
        }
    }
}
