//! What workers say of the tasks that they were given a token for.

use serde::Deserialize;
use serde_json::Value;
use workflow_engine::durable::SendError;
use workflow_engine::{CallbackError, Callbacks, Failure, Payload};

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

pub(super) async fn success(service: &Shared, request: Success) -> Result<Value, ApiError> {
    let token = &request.task_token;
    // Of two things that are wrong, AWS says this one.
    if !Callbacks::is_token(token) {
        return Err(ApiError::invalid_token());
    }
    let output = json_text::parse(&request.output)
        .map_err(|why| ApiError::new("InvalidOutput", format!("Invalid Output: '{why}'")))?;
    let output = Payload::from(output);
    match service.engine.callbacks().send_task_success(token, output.clone()) {
        Ok(()) => Ok(nothing()),
        Err(_) => answer(service.standard.send_task_success(token, output).await),
    }
}

pub(super) async fn failure(service: &Shared, request: TaskFailure) -> Result<Value, ApiError> {
    let token = &request.task_token;
    let failure = Failure { error: request.error, cause: request.cause };
    match service.engine.callbacks().send_task_failure(token, failure.clone()) {
        Ok(()) => Ok(nothing()),
        Err(_) => answer(service.standard.send_task_failure(token, failure).await),
    }
}

pub(super) async fn heartbeat(service: &Shared, request: Heartbeat) -> Result<Value, ApiError> {
    let token = &request.task_token;
    match service.engine.callbacks().send_task_heartbeat(token) {
        Ok(()) => Ok(nothing()),
        Err(_) => answer(service.standard.send_task_heartbeat(token).await),
    }
}

/// What comes of a token that no execution in memory only (one of an Express state machine) waits for.
fn answer(sent: Result<(), SendError>) -> Result<Value, ApiError> {
    match sent {
        Ok(()) => Ok(nothing()),
        Err(SendError::Callback(CallbackError::InvalidToken)) => Err(ApiError::invalid_token()),
        Err(SendError::Callback(CallbackError::TaskTimedOut)) => {
            Err(ApiError::new("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'"))
        }
        Err(SendError::InvalidOutput(reason)) => {
            Err(ApiError::new("InvalidOutput", format!("Invalid Output: '{reason}'")))
        }
        Err(SendError::Store(error)) => Err(error.into()),
    }
}
