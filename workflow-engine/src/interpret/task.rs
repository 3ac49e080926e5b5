//! Task states: one attempt at work outside.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use serde_json::Value;
use std::pin::pin;
use workflow_asl::field;
use workflow_asl::jsonata::Expected;
use workflow_asl::{EvaluationError, IntegrationPattern, QueryLanguage, Resource};

use super::asked::body;
use super::branch::{Branch, Visit};
use super::halt::{Halt, in_state};
use crate::activities::{ActivityTask, no_activity};
use crate::callbacks::Callback;
use crate::durable::{TokenNumber, Work};
use crate::history::{Event, TaskEvent};
use crate::program::{Source, TaskPlan};
use crate::{Failure, Payload, TaskError, TaskRequest};

/// What one attempt was given.
pub(super) struct Attempt {
    pub(super) arguments: Payload,
    pub(super) limits: Limits,
    role_arn: Option<String>,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Limits {
    pub(super) timeout_seconds: Option<u64>,
    pub(super) heartbeat_seconds: Option<u64>,
}

/// The token that an attempt waits for.
enum Token {
    /// Of an execution that is not recorded.
    Callback(Callback),
    Recorded {
        number: TokenNumber,
        text: String,
    },
}

impl Token {
    fn text(&self) -> &str {
        match self {
            Self::Callback(callback) => &callback.token,
            Self::Recorded { text, .. } => text,
        }
    }

    /// As an effect names it.
    fn number(&self) -> Option<TokenNumber> {
        match self {
            Self::Callback(_) => None,
            Self::Recorded { number, .. } => Some(*number),
        }
    }

    fn into_callback(self) -> Option<Callback> {
        match self {
            Self::Callback(callback) => Some(callback),
            Self::Recorded { .. } => None,
        }
    }
}

/// How an attempt ended that did not succeed.
pub(super) enum Ended {
    Failed(TaskError),
    TimedOut,
    Halt(Halt),
}

impl From<Halt> for Ended {
    fn from(halt: Halt) -> Self {
        Self::Halt(halt)
    }
}

impl Branch<'_> {
    /// One attempt of a Task: its result.
    pub(crate) async fn task(&mut self, visit: &mut Visit<'_>, task: &TaskPlan) -> Result<Payload, Halt> {
        let token = waits_for_token(task).then(|| self.token());
        visit.task_token = token.as_ref().map(|token| token.text().to_owned());
        let evaluated = self.task_arguments(visit, task);
        let attempt = evaluated.map_err(|error| self.evaluation_failed(visit, error))?;
        let result = match (self.mocked(), &*task.resource) {
            (Some(mocked), _) => mocked.map_err(|failure| Ended::Failed(failure.into())),
            (None, Resource::Activity { arn }) if !self.has_stand_in(visit, task, &attempt) => {
                self.activity(visit, task, &attempt, arn).await
            }
            (None, _) => self.integration(visit, task, &attempt, token).await,
        };
        let halt = match result {
            Ok(output) => {
                let event = TaskEvent::Succeeded { output: output.clone() };
                return self.task_event(task, event).map(|()| output);
            }
            Err(Ended::Halt(halt)) => return Err(halt),
            Err(Ended::TimedOut) => {
                let failure = Failure::named(Failure::TIMEOUT);
                self.task_event(task, TaskEvent::TimedOut(failure.clone()))?;
                Halt::Failed(failure)
            }
            Err(Ended::Failed(error)) => self.task_failed(visit, task, error)?,
        };
        Err(halt)
    }

    /// Whether a target does what an activity's workers would.
    fn has_stand_in(&self, visit: &Visit<'_>, task: &TaskPlan, attempt: &Attempt) -> bool {
        let targets = &self.run.engine.options.targets;
        targets.find(&visit.state.name, &task.resource, &attempt.arguments).is_some()
    }

    fn token(&self) -> Token {
        match &self.run.recorder {
            None => Token::Callback(self.run.engine.options.callbacks.open()),
            Some(recorder) => {
                let (number, text) = recorder.token();
                Token::Recorded { number, text }
            }
        }
    }

    pub(super) fn task_event(&mut self, task: &TaskPlan, event: TaskEvent) -> Result<(), Halt> {
        self.record(|| Event::Task { kind: task.task_kind.clone(), event })
    }

    fn task_failed(&mut self, visit: &Visit<'_>, task: &TaskPlan, error: TaskError) -> Result<Halt, Halt> {
        let (failure, event) = match error {
            TaskError::Failed(failure) => (failure.clone(), TaskEvent::Failed(failure)),
            TaskError::ScheduleFailed(failure) => (failure.clone(), TaskEvent::ScheduleFailed(failure)),
            TaskError::StartFailed(failure) => (failure.clone(), TaskEvent::StartFailed(failure)),
            TaskError::SubmitFailed(failure) => (failure.clone(), TaskEvent::SubmitFailed(failure)),
            TaskError::Halted(failure) => {
                let cause = failure.cause.as_deref().unwrap_or_default();
                let cause = in_state(&visit.state.name, visit.entered, cause);
                return Ok(Halt::of(Failure { error: failure.error, cause: Some(cause) }));
            }
        };
        self.task_event(task, event)?;
        Ok(Halt::of(failure))
    }

    /// Evaluates the fields that say what to do.
    fn task_arguments(&self, visit: &Visit<'_>, task: &TaskPlan) -> Result<Attempt, EvaluationError> {
        let input = self.effective_input(visit)?;
        let arguments = self.arguments(visit, &input)?;
        let limits = Limits {
            timeout_seconds: self.seconds(visit, &input, task.timeout.as_ref(), TIMEOUT)?,
            heartbeat_seconds: self.seconds(visit, &input, task.heartbeat.as_ref(), HEARTBEAT)?,
        };
        let role_arn = match &task.role_arn {
            Some(source) => {
                let reading = self.reading(visit, &input);
                let role = source.read_as(Expected::String, "Credentials/RoleArn", &reading)?;
                Some(role.as_str().map_or_else(|| role.to_text(), str::to_owned))
            }
            None => None,
        };
        Ok(Attempt { arguments, limits, role_arn })
    }

    /// `TimeoutSeconds` or `HeartbeatSeconds`, or their paths.
    fn seconds(
        &self,
        visit: &Visit<'_>,
        input: &Payload,
        source: Option<&Source>,
        field: &SecondsField,
    ) -> Result<Option<u64>, EvaluationError> {
        let Some(source) = source else { return Ok(None) };
        let name = match source {
            Source::Path(_) => field.path,
            _ => field.name,
        };
        let value = source.read_as(Expected::Integer, name, &self.reading(visit, input))?;
        let seconds = whole(&value).filter(|seconds| (1..=99_999_999).contains(seconds));
        let out_of_range = || {
            let cause = format!("Expected the value of '{name}' to be between 1 and 99999999, but was {}", *value);
            match visit.state.language {
                QueryLanguage::JsonPath => EvaluationError::new(Failure::RUNTIME, cause),
                QueryLanguage::JsonAta => EvaluationError::new(Failure::QUERY_EVALUATION_ERROR, cause).at(name),
            }
        };
        seconds.map(Some).ok_or_else(out_of_range)
    }

    fn scheduled(&mut self, task: &TaskPlan, attempt: &Attempt) -> Result<(), Halt> {
        let region = Arc::clone(&self.run.engine.options.region);
        self.record(|| Event::Task {
            kind: task.task_kind.clone(),
            event: TaskEvent::Scheduled {
                resource_arn: task.resource.to_string().into(),
                input: attempt.arguments.clone(),
                region,
                timeout_in_seconds: attempt.limits.timeout_seconds,
                heartbeat_in_seconds: attempt.limits.heartbeat_seconds,
                credentials_role_arn: attempt.role_arn.clone(),
            },
        })
    }

    /// Everything but an activity: a target does the work, and a token may be waited for after it.
    async fn integration(
        &mut self,
        visit: &Visit<'_>,
        task: &TaskPlan,
        attempt: &Attempt,
        token: Option<Token>,
    ) -> Result<Payload, Ended> {
        let engine = Arc::clone(&self.run.engine);
        let target = engine.options.targets.find(&visit.state.name, &task.resource, &attempt.arguments);
        if !self.has(target.is_some()) {
            return Err(Ended::Failed(TaskError::Halted(no_target(&task.resource))));
        }
        self.scheduled(task, attempt)?;
        self.task_event(task, TaskEvent::Started { worker_name: None })?;
        let limits = attempt.limits;
        let timeout = limits.timeout_seconds.map(Duration::from_secs);
        let request = TaskRequest {
            resource: Arc::clone(&task.resource),
            input: attempt.arguments.clone(),
            task_token: visit.task_token.clone(),
            execution_arn: Arc::clone(&self.run.identity.execution_arn),
            state_name: Arc::clone(&visit.state.name),
            entered_event_id: visit.entered,
            attempt: visit.retry_count.unwrap_or_default() + 1,
            redrive_count: 0,
            timeout,
            credentials_role_arn: attempt.role_arn.clone(),
        };
        let clock = engine.options.clock.clone();
        if let Some(recorder) = &self.run.recorder {
            let work = Work::Task(body(target.cloned(), request, recorder.clone(), clock));
            let asked = self.ask_attempt(recorder, visit, limits, token.and_then(|token| token.number()), work);
            return self.answered(task, asked).await;
        }
        let Some(target) = target else { return Err(Ended::Failed(TaskError::Halted(no_target(&task.resource)))) };
        let mut callback = token.and_then(Token::into_callback);
        let work = self.work(task, &**target, request, callback.as_mut(), limits.heartbeat_seconds);
        let Some(timeout) = timeout else { return work.await };
        match select(pin!(work), pin!(clock.sleep(timeout))).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => Err(Ended::TimedOut),
        }
    }

    async fn activity(
        &mut self,
        visit: &Visit<'_>,
        task: &TaskPlan,
        attempt: &Attempt,
        arn: &str,
    ) -> Result<Payload, Ended> {
        let engine = Arc::clone(&self.run.engine);
        if !self.has(engine.activities.exists(arn)) {
            return Err(Ended::Failed(TaskError::Halted(no_activity(arn))));
        }
        self.scheduled(task, attempt)?;
        if let Some(recorder) = &self.run.recorder {
            let (token, _) = recorder.token();
            let work = Work::Activity { arn: arn.into(), input: attempt.arguments.clone() };
            let asked = self.ask_attempt(recorder, visit, attempt.limits, Some(token), work);
            return self.answered(task, asked).await;
        }
        let mut callback = engine.options.callbacks.open();
        let token = callback.token.clone();
        engine.activities.schedule(arn, ActivityTask { token, input: attempt.arguments.clone() });
        let work = self.completion(task, &mut callback, attempt.limits.heartbeat_seconds);
        let Some(timeout) = attempt.limits.timeout_seconds else { return work.await };
        match select(pin!(work), pin!(engine.options.clock.sleep(Duration::from_secs(timeout)))).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => Err(Ended::TimedOut),
        }
    }
}

/// The names of a field that is a number of seconds.
struct SecondsField {
    name: &'static str,
    path: &'static str,
}

const TIMEOUT: &SecondsField = &SecondsField { name: field::TIMEOUT_SECONDS, path: field::TIMEOUT_SECONDS_PATH };
const HEARTBEAT: &SecondsField = &SecondsField { name: field::HEARTBEAT_SECONDS, path: field::HEARTBEAT_SECONDS_PATH };

fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let number = value.as_f64()?;
        let is_whole = number.fract() == 0.0 && (0.0..=1e15).contains(&number);
        is_whole.then_some(number as u64)
    })
}

fn waits_for_token(task: &TaskPlan) -> bool {
    matches!(&*task.resource, Resource::Integration(of) if of.pattern == IntegrationPattern::WaitForTaskToken)
}

/// The failure of a Task that nothing here can do.
pub(super) fn no_target(resource: &Resource) -> Failure {
    Failure::new(Failure::RUNTIME, format!("No target is configured for the resource '{resource}'."))
}
