//! Answering a callback of a run that goes on in another process.
//!
//! When a run issues its first token it begins to listen on a port of this machine, and the port is part of each token's
//! text. What connects says one thing, as a line of JSON, and is told on another line what came of it. Everybody on the
//! machine can connect; who does not have the token, which cannot be guessed, can do nothing.

mod client;
mod server;

pub(super) use client::{approve, heartbeat, reject};
pub(super) use server::Control;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use workflow_cli::Place;
use workflow_engine::Callbacks;

/// Whether a token is one of a run that keeps nothing, and says where that listens.
pub(super) fn is_of_run(token: &str, place: &Place) -> bool {
    !place.is_named() && !Callbacks::is_token(token.trim())
}

/// The longest line.
const LIMIT: usize = 1024 * 1024;

/// What is asked of a run, in the words of the Step Functions API.
#[derive(Debug, Deserialize, Serialize)]
#[serde(tag = "action", rename_all_fields = "camelCase")]
enum Request {
    #[serde(rename = "SendTaskSuccess")]
    Success { task_token: String, output: Value },
    #[serde(rename = "SendTaskFailure")]
    Failure { task_token: String, error: String, cause: Option<String> },
    #[serde(rename = "SendTaskHeartbeat")]
    Heartbeat { task_token: String },
}

/// What came of it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(tag = "result", rename_all = "camelCase")]
enum Response {
    Done,
    /// The error's name and what it means.
    Refused {
        reason: String,
    },
}
