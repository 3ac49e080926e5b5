//! Task tokens: work that is waited for until someone outside completes it by its token.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

use crate::{Failure, Payload};

/// What came for a token.
#[derive(Debug)]
pub(crate) enum Signal {
    /// A worker took the activity task; its name, if it gave one.
    Started { worker_name: Option<String> },
    /// It is still worked on.
    Heartbeat,
    /// It is done.
    Completed(Result<Payload, Failure>),
}

/// The tokens that are waited for, of all executions of an engine.
///
/// See `SendTaskSuccess`, `SendTaskFailure` and `SendTaskHeartbeat` in the Step Functions API reference.
#[derive(Clone, Debug, Default)]
pub struct Callbacks(Arc<Mutex<HashMap<String, mpsc::UnboundedSender<Signal>>>>);

/// Why a token could not be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackError {
    /// No token of this engine reads so.
    InvalidToken,
    /// The task was completed, timed out, or its execution is over.
    TaskTimedOut,
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidToken => "the text is not a task token",
            Self::TaskTimedOut => "the task does not exist anymore",
        })
    }
}

impl std::error::Error for CallbackError {}

/// What every token starts with, so that any other text is known to be none.
pub(crate) const PREFIX: &str = "AQC";

impl Callbacks {
    fn open_tokens(&self) -> MutexGuard<'_, HashMap<String, mpsc::UnboundedSender<Signal>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new token, waited for as long as what this gives lives.
    pub(crate) fn open(&self) -> Callback {
        let token = format!("{PREFIX}{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        let (sender, signals) = mpsc::unbounded_channel();
        self.open_tokens().insert(token.clone(), sender);
        Callback { token, signals, callbacks: self.clone() }
    }

    /// Whether a text reads as a token does, be it waited for or not.
    pub fn is_token(text: &str) -> bool {
        let digits = text.strip_prefix(PREFIX).unwrap_or_default();
        digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    }

    /// Completes a task with its result.
    ///
    /// # Errors
    ///
    /// If nothing waits for the token.
    pub fn send_task_success(&self, token: &str, output: Payload) -> Result<(), CallbackError> {
        self.complete(token, Ok(output))
    }

    /// Completes a task with an error.
    ///
    /// # Errors
    ///
    /// If nothing waits for the token.
    pub fn send_task_failure(&self, token: &str, failure: Failure) -> Result<(), CallbackError> {
        self.complete(token, Err(failure))
    }

    /// Says that a task is still worked on, which starts its `HeartbeatSeconds` anew.
    ///
    /// # Errors
    ///
    /// If nothing waits for the token.
    pub fn send_task_heartbeat(&self, token: &str) -> Result<(), CallbackError> {
        self.signal(token, Signal::Heartbeat)
    }

    pub(crate) fn signal(&self, token: &str, signal: Signal) -> Result<(), CallbackError> {
        let open = self.open_tokens();
        let sender = open.get(token).ok_or_else(|| unknown(token))?;
        sender.send(signal).map_err(|_| CallbackError::TaskTimedOut)
    }

    fn complete(&self, token: &str, result: Result<Payload, Failure>) -> Result<(), CallbackError> {
        let sender = self.open_tokens().remove(token).ok_or_else(|| unknown(token))?;
        sender.send(Signal::Completed(result)).map_err(|_| CallbackError::TaskTimedOut)
    }
}

fn unknown(token: &str) -> CallbackError {
    if Callbacks::is_token(token) { CallbackError::TaskTimedOut } else { CallbackError::InvalidToken }
}

/// A token that is waited for.
#[derive(Debug)]
pub(crate) struct Callback {
    pub(crate) token: String,
    signals: mpsc::UnboundedReceiver<Signal>,
    callbacks: Callbacks,
}

impl Callback {
    /// The next that comes for the token.
    pub(crate) async fn next(&mut self) -> Signal {
        match self.signals.recv().await {
            Some(signal) => signal,
            // The sender is kept until a completion was sent; after that nobody may ask again.
            None => std::future::pending().await,
        }
    }
}

impl Drop for Callback {
    fn drop(&mut self) {
        self.callbacks.open_tokens().remove(&self.token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[tokio::test]
    async fn a_token_is_completed_once() {
        let callbacks = Callbacks::default();
        let mut callback = callbacks.open();
        let token = callback.token.clone();
        assert_eq!(callbacks.send_task_heartbeat(&token), Ok(()));
        assert_eq!(callbacks.send_task_success(&token, json!(1).into()), Ok(()));
        assert_eq!(callbacks.send_task_success(&token, json!(2).into()), Err(CallbackError::TaskTimedOut));
        assert!(matches!(callback.next().await, Signal::Heartbeat));
        assert!(matches!(callback.next().await, Signal::Completed(Ok(output)) if *output == 1));
    }

    #[test]
    fn a_token_that_is_not_waited_for_any_more_is_told_from_none() {
        let callbacks = Callbacks::default();
        let token = callbacks.open().token.clone();
        assert_eq!(callbacks.send_task_heartbeat(&token), Err(CallbackError::TaskTimedOut));
        assert_eq!(callbacks.send_task_heartbeat("token"), Err(CallbackError::InvalidToken));
    }
}
