//! Task states of Standard executions: their attempts, and when there is another.

use super::body::{self, Surroundings};
use super::invoked::{Invocation, read_output};
use super::recorded::{Asking, Recorded, Visit, fraction};
use crate::attempt::{Retries, settle};
use crate::limits::Limits;
use crate::outside::{OutsideToken, TokenSender};
use crate::{Call, EventKind, Failure, Jitter, Retrier, Task, TaskFailure, halt};
use std::sync::Arc;
use std::time::Duration;
use workflow_engine::clock::later;
use workflow_engine::durable::{Answer, Work};
use workflow_engine::{Event, Payload, TaskError, TaskEvent};

/// All attempts of a task. How often it is tried is the program's to decide, so a replay decides it again from the same
/// failures.
pub(super) async fn visit<T: Task>(
    recorded: Recorded,
    state: &'static str,
    call: Call<T>,
) -> Result<T::Output, T::Error> {
    let (args, options) = call.into_parts();
    let limits = Limits::of(const { &T::INFO }, &options);
    let invocation = Invocation::of::<T>(&args);
    let visit = recorded.visit(state);
    let mut retries = Retries::of(const { &T::INFO }, &options);
    let mut attempts = Attempts { recorded, state, visit, limits, number: 1 };
    loop {
        let failure = match attempts.attempt::<T>(args.clone(), &invocation).await {
            Ok(output) => {
                attempts.recorded.left(&attempts.visit);
                attempts.recorded.tell(|| EventKind::StateExited { state });
                return Ok(output);
            }
            Err(failure) => failure,
        };
        let Some((delay, retrier)) = retries.after(&failure) else {
            attempts.recorded.not_done(&attempts.visit);
            attempts.recorded.tell(|| EventKind::StateExited { state });
            return Err(settle(failure));
        };
        attempts.number += 1;
        attempts.pause(delay, retrier).await;
    }
}

/// The attempts of one visit.
struct Attempts {
    recorded: Recorded,
    state: &'static str,
    visit: Visit,
    limits: Limits,
    number: u32,
}

impl Attempts {
    async fn attempt<T: Task>(
        &self,
        args: T::Args,
        invocation: &Invocation,
    ) -> Result<T::Output, TaskFailure<T::Error>> {
        let (state, task, attempt) = (self.state, T::INFO.name, self.number);
        let recorder = self.recorded.recorder();
        // What stands in for a task answers by itself.
        let is_stubbed = self.recorded.execution.running.stubs.find::<T>().is_some();
        let token = T::INFO.token.filter(|_| !is_stubbed).map(|parameter| (parameter, recorder.token()));
        let (number, text) = token.map_or((None, None), |(parameter, (number, text))| {
            (Some(number), Some((parameter, Arc::<str>::from(text))))
        });
        let input = invocation.input(&self.visit, text.as_ref());
        self.recorded.scheduled(&self.visit, input, self.limits);
        self.recorded.tell(|| EventKind::TaskAttemptStarted {
            state,
            task,
            attempt,
            arguments: Some(invocation.arguments().clone()),
        });
        let token =
            text.map(|(_, text)| OutsideToken::new(text, TokenSender::Queue(self.recorded.execution.native.tokens())));
        let surroundings = Surroundings {
            execution: Arc::clone(&self.recorded.execution.running),
            scope: Arc::clone(&self.recorded.line.scope),
            state,
            visit: self.visit.number,
            attempt,
            limits: self.limits,
            token,
        };
        let asking = Asking {
            due: self.limits.timeout.map(|timeout| later(recorder.now(), timeout)),
            heartbeat: self.limits.heartbeat,
            token: number,
            accepts: number.map(|_| accepts::<T> as _),
            work: Work::Task(body::of::<T>(args, surroundings)),
        };
        let ended = self.recorded.perform(&self.visit, asking).await;
        match &ended {
            Ok(output) => self.recorded.tell(|| {
                let output = serde_json::to_value(invocation.unwrapped(output)).ok();
                EventKind::TaskAttemptSucceeded { state, task, attempt, output }
            }),
            Err(failure) => {
                self.recorded.tell(|| EventKind::TaskAttemptFailed { state, task, attempt, failure: failure.clone() });
            }
        }
        let output = ended.map_err(TaskFailure::Failure)?;
        Ok(read_output::<T>(&output, number.is_some()).unwrap_or_else(|error| {
            halt(Failure::new(Failure::RUNTIME, format!("this is no output of `{task}`: {error}")))
        }))
    }

    async fn pause(&self, delay: Duration, retrier: &Retrier) {
        let (state, attempt) = (self.state, self.number);
        let delay = match retrier.jitter {
            Jitter::None => delay,
            Jitter::Full => {
                let place = format!("jitter\n{}\n{state}\n{}\n{attempt}", self.recorded.line.path, self.visit.number);
                delay.mul_f64(fraction(self.recorded.recorder().draw(&place)))
            }
        };
        self.recorded.tell(|| EventKind::RetryScheduled { state, attempt, delay });
        let until = later(self.recorded.recorder().now(), delay);
        self.recorded.elapse(&self.visit, until).await;
    }
}

/// Says why what a token is completed with is no output of its task.
fn accepts<T: Task>(output: &Payload) -> Result<(), String> {
    read_output::<T>(output, true)
        .map(drop)
        .map_err(|error| format!("this is no output of `{}`: {error}", T::INFO.name))
}

impl Recorded {
    /// The work of a Task begins.
    pub(super) fn scheduled(&self, visit: &Visit, input: Payload, limits: Limits) {
        let Some(work) = &visit.state.work else { return };
        let seconds = |limit: Option<Duration>| limit.map(|limit| limit.as_secs());
        let event = TaskEvent::Scheduled {
            resource_arn: Arc::clone(&work.resource_arn),
            input,
            region: Arc::clone(&self.execution.region),
            timeout_in_seconds: seconds(limits.timeout),
            heartbeat_in_seconds: seconds(limits.heartbeat),
            credentials_role_arn: None,
        };
        self.task_event(visit, event);
        self.task_event(visit, TaskEvent::Started { worker_name: None });
    }

    fn task_event(&self, visit: &Visit, event: TaskEvent) {
        if let Some(work) = &visit.state.work {
            self.record(Event::Task { kind: work.kind.clone(), event });
        }
    }

    /// Leaves a Task that has succeeded.
    pub(super) fn left(&self, visit: &Visit) {
        self.execution.lines.exit(&self.line, &visit.state);
    }

    /// Stays in a Task that has failed, unless something catches its error.
    pub(super) fn not_done(&self, visit: &Visit) {
        self.execution.lines.failed(&self.line, &visit.state);
    }

    /// Has the work of a Task done, and gives its result.
    pub(super) async fn perform(&self, visit: &Visit, asking: Asking) -> Result<Payload, Failure> {
        let mut asked = self.ask(visit, asking);
        loop {
            let error = match asked.next().await {
                Answer::Started { .. } => continue,
                Answer::Submitted { output } => {
                    self.task_event(visit, TaskEvent::Submitted { output });
                    continue;
                }
                Answer::Ended(Ok(output)) => {
                    self.task_event(visit, TaskEvent::Succeeded { output: output.clone() });
                    return Ok(output);
                }
                Answer::Ended(Err(error)) => error,
                Answer::TimeIsOver => {
                    let failure = Failure::named(Failure::TIMEOUT);
                    self.task_event(visit, TaskEvent::TimedOut(failure.clone().into()));
                    return Err(failure);
                }
            };
            return Err(self.work_failed(visit, error));
        }
    }

    fn work_failed(&self, visit: &Visit, error: TaskError) -> Failure {
        let (failure, event) = match error {
            TaskError::Failed(failure) => (failure.clone(), TaskEvent::Failed(failure)),
            TaskError::ScheduleFailed(failure) => (failure.clone(), TaskEvent::ScheduleFailed(failure)),
            TaskError::StartFailed(failure) => (failure.clone(), TaskEvent::StartFailed(failure)),
            TaskError::SubmitFailed(failure) => (failure.clone(), TaskEvent::SubmitFailed(failure)),
            TaskError::Halted(failure) => halt(failure.into()),
        };
        self.task_event(visit, event);
        failure.into()
    }
}
