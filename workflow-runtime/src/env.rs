//! What an attempt of a task is given beside its arguments.

use crate::callback::{Callback, TaskToken, issue};
use crate::dependency::Dep;
use crate::identity::Identity;
use crate::limits::Beat;
use crate::local::Visit;
use crate::service::Services;
use crate::task_context::TaskContext;
use crate::{Failure, TaskInfo, WorkflowError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use workflow_asl::Resource;
use workflow_engine::{Payload, TaskRequest};

/// The surroundings of one attempt: dependencies, identity, heartbeats and the callback token.
#[derive(Clone)]
pub struct TaskEnv {
    task: &'static TaskInfo,
    state: &'static str,
    attempt: u32,
    surroundings: Surroundings,
}

/// What there is around an attempt. What a task rarely asks for is not made before it does.
#[derive(Clone)]
enum Surroundings {
    /// Nothing: the only attempt of a call outside any runtime. There is nothing to drop here, nor anything that could
    /// change, which is what lets rustc see through the environment of a task that does not use it.
    Once,
    /// Other attempts of the same call, known by its number.
    Alone { call: u64, beat: Option<Arc<Beat>> },
    /// A runtime.
    Local(Arc<Visit>),
}

impl TaskEnv {
    /// The surroundings of the only attempt of a call.
    #[inline]
    pub(crate) fn once(task: &'static TaskInfo, state: &'static str) -> Self {
        TaskEnv { task, state, attempt: 1, surroundings: Surroundings::Once }
    }

    /// The surroundings of the first attempt of a call that may be tried again.
    #[inline]
    pub(crate) fn alone(task: &'static TaskInfo, state: &'static str, call: u64) -> Self {
        TaskEnv { task, state, attempt: 1, surroundings: Surroundings::Alone { call, beat: None } }
    }

    pub(crate) fn local(task: &'static TaskInfo, state: &'static str, attempt: u32, visit: Arc<Visit>) -> Self {
        TaskEnv { task, state, attempt, surroundings: Surroundings::Local(visit) }
    }

    /// Makes these the surroundings of the call's next attempt.
    pub(crate) fn count(&mut self) {
        self.attempt += 1;
    }

    /// These surroundings with the attempt's pulse.
    pub(crate) fn with_beat(mut self, pulse: Option<Arc<Beat>>) -> Self {
        if let Surroundings::Alone { beat, .. } = &mut self.surroundings {
            *beat = pulse;
        }
        self
    }

    fn visit(&self) -> Option<Arc<Visit>> {
        match &self.surroundings {
            Surroundings::Local(visit) => Some(Arc::clone(visit)),
            Surroundings::Once | Surroundings::Alone { .. } => None,
        }
    }

    fn beat(&self) -> Option<Arc<Beat>> {
        match &self.surroundings {
            Surroundings::Once => None,
            Surroundings::Alone { beat, .. } => beat.clone(),
            Surroundings::Local(visit) => visit.beat().cloned(),
        }
    }

    fn identity(&self) -> Identity {
        match &self.surroundings {
            Surroundings::Once => Identity::alone(self.state),
            Surroundings::Alone { call, .. } => Identity::of_call(*call, self.state),
            Surroundings::Local(visit) => visit.identity(self.state),
        }
    }

    /// What was provided to the runtime under this type.
    ///
    /// # Errors
    ///
    /// Where nothing was; that ends the execution, as it is no error of the workflow.
    #[doc(hidden)]
    pub fn dep<T: Send + Sync + 'static>(&self) -> Result<Dep<T>, Failure> {
        let provided = self.visit().and_then(|visit| visit.dependencies().get::<T>());
        provided.ok_or_else(|| missing_dependency(self.task.name, std::any::type_name::<T>()))
    }

    /// What calls services.
    pub(crate) fn services(&self) -> Services {
        self.visit().map(|visit| visit.services()).unwrap_or_default()
    }

    /// A request of this attempt.
    pub(crate) fn request(&self, resource: Arc<Resource>, input: Payload, task_token: Option<String>) -> TaskRequest {
        TaskRequest {
            resource,
            input,
            task_token,
            execution_arn: self.identity().execution,
            state_name: self.state.into(),
            entered_event_id: 0,
            attempt: self.attempt,
            redrive_count: 0,
            timeout: None,
            credentials_role_arn: None,
        }
    }

    /// The attempt's identity.
    #[doc(hidden)]
    pub fn context(&self) -> TaskContext {
        TaskContext {
            identity: self.identity(),
            task: self.task.name,
            state: self.state,
            attempt: self.attempt,
            beat: self.beat(),
            visit: self.visit(),
        }
    }

    /// A new token, and what waits for it to be completed.
    #[doc(hidden)]
    pub fn callback<T: Serialize + DeserializeOwned + Send + 'static>(&self) -> (TaskToken<T>, Callback<T>) {
        let visit = self.visit();
        let (token, callback) = issue(self.beat(), visit.clone());
        if let Some(visit) = visit {
            visit.callback_issued(self.state, self.task.name, token.as_str());
        }
        (token, callback)
    }
}

fn missing_dependency(task: &str, dependency: &str) -> Failure {
    let cause = format!(
        "task `{task}` takes a `Dep<{dependency}>`, which was not provided: \
         run the workflow with `Runtime::new().provide(value)`, where `value` is a `{dependency}`"
    );
    Failure::new(Failure::RUNTIME, cause)
}

/// How an attempt failed: with the task's own error, or with one that only has a name (a timeout, a panic, a missing
/// dependency, what a callback was failed with).
#[derive(Debug)]
pub enum TaskFailure<E> {
    /// The task's own error.
    Error(E),
    /// An error by name.
    Failure(Failure),
}

impl<E: WorkflowError> TaskFailure<E> {
    /// The error's name and cause.
    pub fn failure(&self) -> Failure {
        match self {
            TaskFailure::Error(error) => error.failure(),
            TaskFailure::Failure(failure) => failure.clone(),
        }
    }
}

impl<E> From<Failure> for TaskFailure<E> {
    fn from(failure: Failure) -> Self {
        TaskFailure::Failure(failure)
    }
}
