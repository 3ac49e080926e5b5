//! What the tasks of drawn machines do.

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use serde_json::Value;
use workflow_asl::Resource;
use workflow_engine::{Failure, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

use super::{UNSURE, worked};

/// What an attempt is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// The number to work on.
    pub n: u64,
    /// That of the task.
    pub number: u64,
}

impl Numbers {
    /// What stands in the input of a task: in its `Payload`, if it has one.
    pub fn of(input: &Value) -> Self {
        let field = |name: &str| field(input, name).and_then(Value::as_f64).unwrap_or_default() as u64;
        Self { n: field("n"), number: field("number") }
    }

    /// What the task makes of it.
    pub fn result(self) -> u64 {
        worked(self.number, self.n)
    }
}

fn field<'a>(input: &'a Value, name: &str) -> Option<&'a Value> {
    input.get("Payload").unwrap_or(input).get(name)
}

/// How an attempt ends.
///
/// # Errors
///
/// The error that its input says, or that it is one of the attempts that fail.
pub fn outcome(request: &TaskRequest) -> Result<Payload, TaskError> {
    if let Some(error) = field(&request.input, "error").and_then(Value::as_str) {
        return Err(Failure::named(error).into());
    }
    let failures = field(&request.input, "failures").and_then(Value::as_u64).unwrap_or_default();
    match u64::from(request.attempt) <= failures {
        true => Err(Failure::named(UNSURE).into()),
        false => Ok(Value::from(Numbers::of(&request.input).result()).into()),
    }
}

/// Does the work of tasks at once.
#[derive(Clone, Copy, Debug)]
pub struct AtOnce;

impl TaskTarget for AtOnce {
    fn accepts(&self, _: &Resource, _: &Payload) -> bool {
        true
    }

    fn run<'a>(&'a self, request: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
        ready(outcome(&request)).boxed()
    }
}
