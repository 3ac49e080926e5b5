//! Completing callback tasks by the text of their tokens.

use crate::Failure;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Completes tasks of a [`Runtime`](crate::Runtime) by the text of their tokens, from any thread.
#[derive(Clone, Default)]
pub struct Callbacks {
    registry: Arc<Registry>,
    address: Option<Address>,
    /// The tokens of executions that an engine of the runtime interprets.
    engine: workflow_engine::Callbacks,
}

/// Says where tokens can be answered from outside this process, if they can.
pub(crate) type Address = Arc<dyn Fn() -> Option<String> + Send + Sync>;

struct Registry {
    id: Uuid,
    tokens: Mutex<Tokens>,
}

#[derive(Default)]
struct Tokens {
    issued: u64,
    open: HashMap<Arc<str>, Arc<dyn Completion>>,
}

impl Default for Registry {
    fn default() -> Self {
        Registry { id: Uuid::new_v4(), tokens: Mutex::default() }
    }
}

impl Callbacks {
    /// Completes a task (`SendTaskSuccess`).
    ///
    /// # Errors
    ///
    /// Where the token is unknown, its attempt no longer waits, or `output` is not of the task's type.
    pub fn complete(&self, token: &str, output: Value) -> Result<(), CallbackError> {
        match self.find(token) {
            Ok(completion) => completion.complete(output),
            Err(CallbackError::TaskDoesNotExist) => Ok(self.engine.send_task_success(alone(token), output.into())?),
            Err(error) => Err(error),
        }
    }

    /// Fails an attempt (`SendTaskFailure`).
    ///
    /// # Errors
    ///
    /// Where the token is unknown or its attempt no longer waits.
    pub fn fail(&self, token: &str, failure: Failure) -> Result<(), CallbackError> {
        match self.find(token) {
            Ok(completion) => completion.fail(failure),
            Err(CallbackError::TaskDoesNotExist) => Ok(self.engine.send_task_failure(alone(token), failure.into())?),
            Err(error) => Err(error),
        }
    }

    /// Says that whoever has the token is alive (`SendTaskHeartbeat`).
    ///
    /// # Errors
    ///
    /// Where the token is unknown or its attempt no longer waits.
    pub fn heartbeat(&self, token: &str) -> Result<(), CallbackError> {
        match self.find(token) {
            Ok(completion) => completion.beat(),
            Err(CallbackError::TaskDoesNotExist) => Ok(self.engine.send_task_heartbeat(alone(token))?),
            Err(error) => Err(error),
        }
    }

    /// The tokens of executions that an engine interprets.
    pub(crate) fn of_engine(&self) -> &workflow_engine::Callbacks {
        &self.engine
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.registry.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, token: &str) -> Result<Arc<dyn Completion>, CallbackError> {
        let tokens = self.tokens();
        match tokens.open.get(token) {
            Some(completion) => Ok(Arc::clone(completion)),
            None if self.was_issued(token, tokens.issued) => Err(CallbackError::TaskTimedOut),
            None => Err(CallbackError::TaskDoesNotExist),
        }
    }

    /// Whether a token that is not open once was: its text says so, so that closed ones need no memory.
    fn was_issued(&self, token: &str, issued: u64) -> bool {
        let mut parts = token.split('-');
        let ours = parts.next() == Some(self.registry.id.simple().to_string().as_str());
        let number = parts.next().and_then(|number| number.parse::<u64>().ok());
        ours && number.is_some_and(|number| number < issued)
    }

    /// These callbacks, with tokens that say where they are answered. It is asked when a token is issued.
    pub(crate) fn at(self, address: Address) -> Self {
        Callbacks { address: Some(address), ..self }
    }

    /// A new token for what waits. Its text ends with a point and the address, if there is one.
    pub(crate) fn open(&self, completion: Arc<dyn Completion>) -> Arc<str> {
        let address = self.suffix();
        let mut tokens = self.tokens();
        let (id, secret) = (self.registry.id.simple(), Uuid::new_v4().simple());
        let text: Arc<str> = format!("{id}-{}-{secret}{address}", tokens.issued).into();
        tokens.issued += 1;
        tokens.open.insert(Arc::clone(&text), completion);
        text
    }

    /// The token of an engine, with what the tokens of native executions end with.
    pub(crate) fn addressed(&self, token: &str) -> String {
        format!("{token}{}", self.suffix())
    }

    fn suffix(&self) -> String {
        let address = self.address.as_ref().and_then(|address| address());
        address.map(|address| format!(".{address}")).unwrap_or_default()
    }

    /// Says that nothing waits for the token any more.
    pub(crate) fn close(&self, text: &str) {
        self.tokens().open.remove(text);
    }
}

/// A token of an engine without an address.
fn alone(token: &str) -> &str {
    token.split_once('.').map_or(token, |(token, _)| token)
}

impl fmt::Debug for Callbacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callbacks").field("open", &self.tokens().open.len()).finish_non_exhaustive()
    }
}

/// A token's other end when only its text is known.
pub(crate) trait Completion: Send + Sync {
    fn complete(&self, output: Value) -> Result<(), CallbackError>;
    fn fail(&self, failure: Failure) -> Result<(), CallbackError>;
    fn beat(&self) -> Result<(), CallbackError>;
}

/// Why a token could not be used, as the Step Functions API says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackError {
    /// No such token was issued.
    TaskDoesNotExist,
    /// The attempt no longer waits: it timed out, was cancelled, or its token was already completed.
    TaskTimedOut,
    /// The output is not of the task's type; the attempt goes on waiting.
    InvalidOutput(String),
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallbackError::TaskDoesNotExist => f.write_str("TaskDoesNotExist: no task has this token"),
            CallbackError::TaskTimedOut => f.write_str("TaskTimedOut: the task of this token does not wait any more"),
            CallbackError::InvalidOutput(message) => write!(f, "InvalidOutput: {message}"),
        }
    }
}

impl std::error::Error for CallbackError {}

impl From<workflow_engine::CallbackError> for CallbackError {
    fn from(error: workflow_engine::CallbackError) -> Self {
        match error {
            workflow_engine::CallbackError::InvalidToken => CallbackError::TaskDoesNotExist,
            workflow_engine::CallbackError::TaskTimedOut => CallbackError::TaskTimedOut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    struct Open;

    impl Completion for Open {
        fn complete(&self, _output: Value) -> Result<(), CallbackError> {
            Ok(())
        }

        fn fail(&self, _failure: Failure) -> Result<(), CallbackError> {
            Ok(())
        }

        fn beat(&self) -> Result<(), CallbackError> {
            Ok(())
        }
    }

    #[test]
    fn a_token_says_where_it_is_answered() {
        let callbacks = Callbacks::default();
        let text = callbacks.clone().at(Arc::new(|| Some("4711".to_owned()))).open(Arc::new(Open));
        assert!(text.ends_with(".4711"), "{text}");
        assert_eq!(callbacks.heartbeat(&text), Ok(()));
        callbacks.close(&text);
        assert_eq!(callbacks.heartbeat(&text), Err(CallbackError::TaskTimedOut));
    }

    #[test]
    fn an_unknown_token_does_not_exist() {
        let (mine, other) = (Callbacks::default(), Callbacks::default());
        let slot = || Arc::new(Open);
        let text = mine.open(slot());
        for unknown in ["", "x-0-y", &text.replace("-0-", "-1-")] {
            assert_eq!(mine.heartbeat(unknown), Err(CallbackError::TaskDoesNotExist));
        }
        assert_eq!(other.complete(&text, json!(1)), Err(CallbackError::TaskDoesNotExist));
        assert_eq!(mine.heartbeat(&text), Ok(()));
        mine.close(&text);
        assert_eq!(mine.fail(&text, Failure::named("E")), Err(CallbackError::TaskTimedOut));
    }
}
