//! Tasks: work done outside the workflow, which may take long, fail and be tried again.

use crate::WorkflowError;
use crate::env::{TaskEnv, TaskFailure};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::time::Duration;

/// What `#[task]` makes of an async function. The type carries the function's name, so `charge` is both the function
/// that makes a [`Call`](crate::Call) and the type that says which task it calls.
pub trait Task: Send + Sync + Sized + 'static {
    /// The data parameters, owned: `()` for none, the type itself for one, a tuple for several.
    type Args: Clone + Send + Sync + 'static;
    /// What the awaited call gives.
    type Output: Serialize + DeserializeOwned + Send + 'static;
    /// What it fails with.
    type Error: WorkflowError;

    /// The task's name, parameters and options.
    const INFO: TaskInfo;

    /// The arguments as they go over the wire: one data parameter is the whole document, several are an object by
    /// parameter name, none is `{}`. A callback task's are always an object; its token is not among them.
    ///
    /// # Errors
    ///
    /// Where serde cannot write an argument as JSON (a map whose keys are not text).
    fn arguments(args: &Self::Args) -> serde_json::Result<Value>;

    /// Reads arguments back from the wire.
    ///
    /// # Errors
    ///
    /// Where the document is not what [`Task::arguments`] writes.
    fn from_arguments(arguments: Value) -> serde_json::Result<Self::Args>;

    /// Runs the user's function once. Injected parameters are taken from `env`; a callback task then waits for its
    /// token to be completed.
    fn attempt(
        args: Self::Args,
        env: TaskEnv,
    ) -> impl Future<Output = Result<Self::Output, TaskFailure<Self::Error>>> + Send;
}

/// A task's name, parameters and options, as its definition gives them.
#[derive(Clone, Copy, Debug)]
pub struct TaskInfo {
    /// The function's name.
    pub name: &'static str,
    /// The names of the data parameters.
    pub parameters: &'static [&'static str],
    /// The name of the `TaskToken` parameter, if the task waits for a callback.
    pub token: Option<&'static str>,
    /// How long one attempt may take.
    pub timeout: Option<Duration>,
    /// How long an attempt may go without a heartbeat.
    pub heartbeat: Option<Duration>,
    /// When and how to try again, in order.
    pub retry: &'static [Retrier],
    /// MiB of its Lambda function; from 128 to 10,240.
    pub memory: Option<u32>,
    /// Names and values of its Lambda function's environment.
    pub environment: &'static [(&'static str, &'static str)],
}

/// When and how to try a task again; the first retrier that names an error counts it.
///
/// See [Retrying after an error](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retrier {
    /// The variants of the task's error type that it retries; empty for every error.
    pub variants: &'static [&'static str],
    /// Before the first retry.
    pub interval: Duration,
    /// How many times to try again.
    pub max_attempts: u32,
    /// What the interval is multiplied by for each further retry.
    pub backoff_rate: f64,
    /// The longest interval.
    pub max_delay: Option<Duration>,
    /// Whether the interval is drawn from 0 to what it would be.
    pub jitter: Jitter,
}

impl Retrier {
    /// The defaults of Amazon States Language: 1 s, 3 attempts, a rate of 2, no longest interval, no jitter.
    pub const DEFAULT: Retrier = Retrier {
        variants: &[],
        interval: Duration::from_secs(1),
        max_attempts: 3,
        backoff_rate: 2.0,
        max_delay: None,
        jitter: Jitter::None,
    };
}

/// `JitterStrategy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jitter {
    /// `NONE`: the interval as computed.
    None,
    /// `FULL`: between 0 and the interval.
    Full,
}
