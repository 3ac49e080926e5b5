//! Where the work of Task states is done.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use workflow_asl::{IntegrationPattern, Resource};

use crate::{Failure, Payload};

/// One attempt of a Task state.
#[derive(Clone, Debug)]
pub struct TaskRequest {
    /// What is to do the work.
    pub resource: Arc<Resource>,
    /// `Parameters` or `Arguments`, evaluated; the state's effective input without them.
    pub input: Payload,
    /// The token of a `.waitForTaskToken` task. The engine waits for it after the target has answered; the target
    /// need not do anything with it, as it also stands in the input where the definition puts it.
    pub task_token: Option<String>,
    /// The ARN of the execution.
    pub execution_arn: Arc<str>,
    /// The name of the state.
    pub state_name: Arc<str>,
    /// The id of the event of entering the state: with the execution, what all attempts of this visit share and no
    /// other visit has.
    pub entered_event_id: u64,
    /// The number of this attempt, from 1.
    pub attempt: u32,
    /// How often the execution was redriven: an attempt that is made again for that has the number it had.
    pub redrive_count: u32,
    /// How long the attempt may take. The engine drops the target's future when it is over.
    pub timeout: Option<Duration>,
    /// The role of the state's `Credentials`.
    pub credentials_role_arn: Option<String>,
}

/// Why an attempt failed, and when: history tells these apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TaskError {
    /// The work, or the request for it, failed: `TaskFailed` and the like.
    Failed(Failure),
    /// It could not be scheduled: `LambdaFunctionScheduleFailed`, `ActivityScheduleFailed`.
    ScheduleFailed(Failure),
    /// It could not be started: `TaskStartFailed`, `LambdaFunctionStartFailed`.
    StartFailed(Failure),
    /// The request of a job or callback failed: `TaskSubmitFailed`.
    SubmitFailed(Failure),
    /// The execution cannot go on, whatever catches: it fails with this, without an event of the task.
    Halted(Failure),
}

impl TaskError {
    /// A request that has failed: of a job or a callback it is the submission that has.
    pub fn of_request(resource: &Resource, failure: Failure) -> Self {
        match resource {
            Resource::Integration(of) if of.pattern != IntegrationPattern::RequestResponse => {
                Self::SubmitFailed(failure)
            }
            _ => Self::Failed(failure),
        }
    }
}

impl From<Failure> for TaskError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// What a target tells while it works.
pub trait TaskProgress: Send + Sync {
    /// A `.sync` job was submitted, with this answer: `TaskSubmitted`. (For `.waitForTaskToken` the engine says so
    /// itself when the target has answered.)
    fn submitted(&self, output: Payload);

    /// Whether somebody wants to see the request and the response of an HTTP task.
    fn inspects_http(&self) -> Option<HttpSecrets> {
        None
    }

    /// An HTTP task asks this; only if somebody [wants](Self::inspects_http) to see it.
    fn http_requested(&self, _request: HttpRequest) {}

    /// An HTTP task was answered this; only if somebody [wants](Self::inspects_http) to see it.
    fn http_responded(&self, _response: HttpResponse) {}
}

/// Whether what a connection adds to the request of an HTTP task is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpSecrets {
    /// The request is seen as it were without it.
    Hidden,
    /// It is seen.
    Revealed,
}

/// The request of an HTTP task, as it is shown.
///
/// See `InspectionDataRequest` in the Step Functions API reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpRequest {
    /// `http` or `https`.
    pub protocol: String,
    /// `GET` and the like.
    pub method: String,
    /// The address, with its query.
    pub url: String,
    /// `[name: value, name: value]`.
    pub headers: String,
    /// The body; none if it is empty.
    pub body: Option<String>,
}

/// The response of an HTTP task, as it is shown.
///
/// See `InspectionDataResponse` in the Step Functions API reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// `http` or `https`.
    pub protocol: String,
    /// `200` and the like.
    pub status_code: u16,
    /// `OK` and the like.
    pub status_message: String,
    /// `[name: value, name: value]`.
    pub headers: String,
    /// The body; none if it is empty.
    pub body: Option<String>,
}

/// Something that does the work of Task states: Rust functions, Lambda functions over HTTP, an AWS service.
pub trait TaskTarget: Send + Sync {
    /// Whether this target is the one for a resource. `input` may name more, such as `FunctionName`; looking into it
    /// costs reading it.
    fn accepts(&self, resource: &Resource, input: &Payload) -> bool;

    /// Whether it is the one for a state of this name with this resource: what else than the resource says which Rust
    /// function stands in for a service.
    fn accepts_state(&self, state: &str, resource: &Resource, input: &Payload) -> bool {
        let _ = state;
        self.accepts(resource, input)
    }

    /// Whether it tells the engine's clock itself when it does something that takes time. Of any other target a
    /// [skipping clock](crate::clock::SkippingClock) takes it that all it does takes real time.
    fn keeps_time(&self) -> bool {
        false
    }

    /// Does one attempt. Dropping the future cancels it.
    fn run<'a>(
        &'a self,
        request: TaskRequest,
        progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>>;
}

/// The targets of an engine, asked in order: the first that accepts a resource is given the work.
#[derive(Clone, Default)]
pub struct Targets(Vec<Arc<dyn TaskTarget>>);

impl Targets {
    /// None; add some with [`with`](Self::with).
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a target, asked after those that are there.
    #[must_use]
    pub fn with(mut self, target: impl TaskTarget + 'static) -> Self {
        self.0.push(Arc::new(target));
        self
    }

    /// The target for a state with a resource.
    pub(crate) fn find(&self, state: &str, resource: &Resource, input: &Payload) -> Option<&Arc<dyn TaskTarget>> {
        self.0.iter().find(|target| target.accepts_state(state, resource, input))
    }
}

/// Several targets are one.
impl TaskTarget for Targets {
    fn accepts(&self, resource: &Resource, input: &Payload) -> bool {
        self.0.iter().any(|target| target.accepts(resource, input))
    }

    fn accepts_state(&self, state: &str, resource: &Resource, input: &Payload) -> bool {
        self.find(state, resource, input).is_some()
    }

    fn run<'a>(
        &'a self,
        request: TaskRequest,
        progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        match self.find(&request.state_name, &request.resource, &request.input) {
            Some(target) => target.run(request, progress),
            None => {
                let failure = Failure::new(Failure::RUNTIME, format!("{} has no target", request.resource));
                Box::pin(std::future::ready(Err(TaskError::Halted(failure))))
            }
        }
    }
}

impl std::fmt::Debug for Targets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} targets", self.0.len())
    }
}
