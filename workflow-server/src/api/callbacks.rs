//! What workers say of the tasks that they were given a token for.

use serde::Deserialize;
use serde_json::Value;
use workflow_engine::{CallbackError, Callbacks, Failure};

use super::{ApiError, Shared, json_text, nothing};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Success {
    task_token: String,
    output: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaskFailure {
    task_token: String,
    error: Option<String>,
    cause: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Heartbeat {
    task_token: String,
}

pub(super) fn success(service: &Shared, request: Success) -> Result<Value, ApiError> {
    // Of two things that are wrong, AWS says this one.
    if !Callbacks::is_token(&request.task_token) {
        return Err(ApiError::invalid_token());
    }
    let output = json_text::parse(&request.output)
        .map_err(|why| ApiError::new("InvalidOutput", format!("Invalid Output: '{why}'")))?;
    answer(service.engine.callbacks().send_task_success(&request.task_token, output.into()))
}

pub(super) fn failure(service: &Shared, request: TaskFailure) -> Result<Value, ApiError> {
    let failure = Failure { error: request.error, cause: request.cause };
    answer(service.engine.callbacks().send_task_failure(&request.task_token, failure))
}

pub(super) fn heartbeat(service: &Shared, request: Heartbeat) -> Result<Value, ApiError> {
    answer(service.engine.callbacks().send_task_heartbeat(&request.task_token))
}

fn answer(sent: Result<(), CallbackError>) -> Result<Value, ApiError> {
    match sent {
        Ok(()) => Ok(nothing()),
        Err(CallbackError::InvalidToken) => Err(ApiError::invalid_token()),
        Err(CallbackError::TaskTimedOut) => {
            Err(ApiError::new("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'"))
        }
    }
}
