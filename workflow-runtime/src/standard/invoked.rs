//! What a task is given and gives, as `lambda:invoke` has it.

use super::recorded::Visit;
use crate::service::insert;
use crate::{Failure, Task, TaskResource, halt};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use workflow_asl::Resource;
use workflow_engine::Payload;

/// The arguments of a visit.
pub(super) struct Invocation {
    arguments: Value,
    /// Whether they are the payload of a function, or all that a service is given.
    is_payload: bool,
}

impl Invocation {
    pub(super) fn of<T: Task>(args: &T::Args) -> Self {
        let arguments = T::arguments(args).unwrap_or_else(|error| {
            halt(Failure::new(Failure::RUNTIME, format!("the arguments of `{}`: {error}", T::INFO.name)))
        });
        Invocation { arguments, is_payload: T::INFO.resource.is_function() }
    }

    pub(super) fn arguments(&self) -> &Value {
        &self.arguments
    }

    /// The `Arguments` of the Task, with the token where its parameter stands.
    ///
    /// # Panics
    ///
    /// Ends the execution where they are larger than any state's input may be.
    pub(super) fn input(&self, visit: &Visit, token: Option<&(&'static str, Arc<str>)>) -> Payload {
        let mut given = self.arguments.clone();
        if let (Some((parameter, text)), Value::Object(fields)) = (token, &mut given) {
            insert(fields, parameter, Value::from(&**text));
        }
        if self.is_payload { arguments(visit, "Payload", given) } else { limited(visit, given) }
    }

    /// What a task gave.
    pub(super) fn unwrapped<'o>(&self, output: &'o Payload) -> &'o Value {
        if self.is_payload { output.get("Payload").unwrap_or(output) } else { output }
    }
}

/// The `Arguments` of a Task: what it calls, and with what.
pub(super) fn arguments(visit: &Visit, name: &'static str, value: Value) -> Payload {
    let called = visit.state.work.as_ref().and_then(|work| work.called.as_ref());
    let called = called.map(|(name, value)| ((*name).to_owned(), value.clone()));
    let arguments: Map<String, Value> = called.into_iter().chain([(name.to_owned(), value)]).collect();
    limited(visit, Value::Object(arguments))
}

fn limited(visit: &Visit, arguments: Value) -> Payload {
    let input = Payload::from(arguments);
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

/// The result of a task: a function's is wrapped.
pub(super) fn result<T: Task>(output: &impl Serialize) -> serde_json::Result<Payload> {
    if !T::INFO.resource.is_function() {
        return Payload::of(output);
    }
    Payload::of(&Invoked { executed_version: "$LATEST", payload: output, status_code: 200 })
}

/// What a task gave: what its token was completed with, or its result, of a function the payload of that.
pub(super) fn read_output<T: Task>(output: &Payload, is_completion: bool) -> serde_json::Result<T::Output> {
    if is_completion || !T::INFO.resource.is_function() {
        return output.read();
    }
    output.read::<Invoked<T::Output>>().map(|invoked| invoked.payload)
}

/// What AWS calls a task's resource where its result is too large.
pub(super) fn resource_type<T: Task>() -> String {
    match &T::INFO.resource {
        TaskResource::Function => "lambda".to_owned(),
        TaskResource::Activity(name) => (*name).to_owned(),
        TaskResource::Service(action) => match Resource::parse(action.resource) {
            Resource::Integration(integration) => integration.resource_type(),
            other => other.to_string(),
        },
    }
}
