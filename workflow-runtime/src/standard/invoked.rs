//! What a task is given and gives, as `lambda:invoke` has it.

use super::recorded::Visit;
use crate::{Failure, Task, halt};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use workflow_engine::Payload;

/// The arguments of a visit.
pub(super) struct Invocation(Value);

impl Invocation {
    pub(super) fn of<T: Task>(args: &T::Args) -> Self {
        Invocation(T::arguments(args).unwrap_or_else(|error| {
            halt(Failure::new(Failure::RUNTIME, format!("the arguments of `{}`: {error}", T::INFO.name)))
        }))
    }

    pub(super) fn arguments(&self) -> &Value {
        &self.0
    }

    /// The `Arguments` of the Task, with the token where its parameter stands.
    ///
    /// # Panics
    ///
    /// Ends the execution where they are larger than any state's input may be.
    pub(super) fn input(&self, visit: &Visit, token: Option<&(&'static str, Arc<str>)>) -> Payload {
        let mut payload = self.0.clone();
        if let (Some((parameter, text)), Value::Object(fields)) = (token, &mut payload) {
            fields.insert((*parameter).to_owned(), Value::from(&**text));
        }
        arguments(visit, "Payload", payload)
    }

    /// What a task gave.
    pub(super) fn unwrapped<'o>(&self, output: &'o Payload) -> &'o Value {
        output.get("Payload").unwrap_or(output)
    }
}

/// The `Arguments` of a Task: what it calls, and with what.
pub(super) fn arguments(visit: &Visit, name: &'static str, value: Value) -> Payload {
    let called = visit.state.work.as_ref().map(|work| (work.called.0.to_owned(), work.called.1.clone()));
    let arguments: Map<String, Value> = called.into_iter().chain([(name.to_owned(), value)]).collect();
    let input = Payload::from(Value::Object(arguments));
    if input.is_too_large() {
        let cause = format!(
            "The state/task '{}' has an input with a size exceeding the maximum number of bytes service limit.",
            visit.state.name
        );
        halt(Failure::new(workflow_engine::Failure::DATA_LIMIT_EXCEEDED, cause));
    }
    input
}

/// What `lambda:invoke` gives, but for what only HTTP has.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Invoked<P> {
    #[serde(skip_deserializing)]
    executed_version: &'static str,
    payload: P,
    #[serde(skip_deserializing)]
    status_code: u16,
}

/// The result of a task.
pub(super) fn result<T: Serialize>(output: &T) -> serde_json::Result<Payload> {
    Payload::of(&Invoked { executed_version: "$LATEST", payload: output, status_code: 200 })
}

/// What a task gave: what its token was completed with, or the payload of its result.
pub(super) fn read_output<T: DeserializeOwned>(output: &Payload, is_completion: bool) -> serde_json::Result<T> {
    if is_completion {
        return output.read();
    }
    output.read::<Invoked<T>>().map(|invoked| invoked.payload)
}
