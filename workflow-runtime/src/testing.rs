//! Testing workflows: tasks replaced by stubs, time skipped, and what happened to look at.
//!
//! ```
//! # use workflow_runtime::prelude::*;
//! # #[task]
//! # async fn greet(name: &str) -> Result<String, Failure> {
//! #     Ok(format!("hello, {name}"))
//! # }
//! # #[workflow]
//! # async fn greeting(name: String) -> Result<String, Failure> {
//! #     greet(&name).await
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use workflow_runtime::testing::TestRun;
//!
//! let test = TestRun::new()
//!     .stub::<greet>(|name| Ok(format!("good day, {name}")))
//!     .run(greeting("Ada".into()))
//!     .await;
//! assert_eq!(test.output(), "good day, Ada");
//! assert_eq!(test.calls()[0].arguments, "Ada");
//! # }
//! ```
//!
//! Time passes only when the workflow can do nothing but wait, and then it jumps: a wait of a day, a retrier's interval
//! and the timeout of a task that never answers take no time, and happen in the same order every time. While the code
//! of a task without a stub runs, time passes as it does outside. A workflow that waits for a callback gives the other
//! tokio tasks of the test some turns to complete it before time jumps to the timeout. All this is exact on tokio's
//! current-thread runtime, which is `#[tokio::test]`'s default.

mod interpreted;
mod replay;

pub use interpreted::InterpretedExecution;
pub use replay::{ReplayError, replay};

use crate::observe::{Event, EventKind, Observer};
use crate::{Callbacks, Execution, ExecutionError, ExecutionStatus, Failure, Run, Runtime, Task, Workflow};
use jiff::Timestamp;
use serde_json::Value;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use workflow_engine::TaskTarget;
use workflow_engine::clock::Clock;
use workflow_engine::clock::SkippingClock;

/// A run of a workflow in a test.
#[must_use = "nothing runs until `run`"]
pub struct TestRun {
    runtime: Runtime,
    recorder: Recorder,
    start: Timestamp,
}

/// What a stub does with a call.
pub enum Reply<T: Task> {
    /// Gives the task's output or its own error.
    Result(Result<T::Output, T::Error>),
    /// Fails with an error by name, such as `Failure::named("States.Timeout")`.
    Failure(Failure),
    /// Never answers, so that the task's timeout fires.
    Never,
}

impl TestRun {
    /// A run of which all tasks are real, starting at the beginning of 2025.
    pub fn new() -> Self {
        const START_OF_2025: i64 = 1_735_689_600;
        let recorder = Recorder::default();
        let start = Timestamp::from_second(START_OF_2025).unwrap_or(Timestamp::UNIX_EPOCH);
        TestRun { runtime: Runtime::new().observe(recorder.clone()), recorder, start }
    }

    /// Replaces a task: the closure is given its arguments (a tuple if there are several) and returns what the task
    /// would. A panic of the closure is the test's.
    pub fn stub<T: Task>(self, mut stub: impl FnMut(T::Args) -> Result<T::Output, T::Error> + Send + 'static) -> Self {
        self.stub_reply::<T>(move |args| Reply::Result(stub(args)))
    }

    /// Replaces a task by anything a task can do, which includes not answering at all.
    pub fn stub_reply<T: Task>(mut self, stub: impl FnMut(T::Args) -> Reply<T> + Send + 'static) -> Self {
        self.runtime.stubs().insert::<T>(stub);
        self
    }

    /// Replaces a task by one that fails with an error by name.
    pub fn stub_failure<T: Task>(self, failure: Failure) -> Self {
        self.stub_reply::<T>(move |_| Reply::Failure(failure.clone()))
    }

    /// Replaces a task by one that never answers, so that its timeout fires.
    pub fn stub_never<T: Task>(self) -> Self {
        self.stub_reply::<T>(|_| Reply::Never)
    }

    /// Replaces a task by one that does these things in order. A further call fails the test.
    pub fn stub_sequence<T: Task, R: IntoIterator<Item = Reply<T>>>(self, replies: R) -> Self
    where
        R::IntoIter: Send + 'static,
    {
        let mut replies = replies.into_iter();
        self.stub_reply::<T>(move |_| next_reply::<T>(&mut replies))
    }

    /// Provides what tasks take as [`Dep<D>`](crate::Dep).
    pub fn provide<D: Send + Sync + 'static>(mut self, dependency: D) -> Self {
        self.runtime = self.runtime.provide(dependency);
        self
    }

    /// What calls AWS services for tasks of a `resource` that have no body: [`Runtime::service_calls`].
    pub fn service_calls(mut self, target: impl TaskTarget + 'static) -> Self {
        self.runtime = self.runtime.service_calls(target);
        self
    }

    /// Tells an observer what happens.
    pub fn observe(mut self, observer: impl Observer) -> Self {
        self.runtime = self.runtime.observe(observer);
        self
    }

    /// The execution's id.
    pub fn execution_id(mut self, id: impl Into<Arc<str>>) -> Self {
        self.runtime = self.runtime.execution_id(id);
        self
    }

    /// The moment at which the execution starts.
    pub fn starting_at(mut self, start: Timestamp) -> Self {
        self.start = start;
        self
    }

    /// What the workflow's calls of `uuid()` give, in order; further ones are drawn by chance.
    pub fn uuids<I: IntoIterator<Item: Into<String>>>(self, uuids: I) -> Self {
        self.runtime.draws().add_uuids(uuids.into_iter().map(Into::into));
        self
    }

    /// What the workflow's calls of `random()` give, in order; further ones are drawn by chance. What `now()` gives is
    /// the test's time: see [`starting_at`](Self::starting_at).
    pub fn randoms(self, randoms: impl IntoIterator<Item = f64>) -> Self {
        self.runtime.draws().add_randoms(randoms.into_iter());
        self
    }

    /// Completes callback tasks by their tokens' text.
    pub fn callbacks(&self) -> Callbacks {
        self.runtime.callbacks()
    }

    /// Runs the workflow to its end.
    pub async fn run<W: Workflow, F>(self, run: Run<W, F>) -> TestExecution<W> {
        self.execute(run.into_args()).await
    }

    fn skip_time(&mut self) {
        self.runtime.set_clock(Clock::Skipping(SkippingClock::starting_at(self.start)));
    }

    /// Runs a workflow with arguments that were read from a document ([`Workflow::from_input`]).
    pub async fn execute<W: Workflow>(mut self, args: W::Args) -> TestExecution<W> {
        self.skip_time();
        let execution = self.runtime.execute::<W>(args).await;
        self.runtime.stubs().resume_panic();
        TestExecution { execution, events: self.recorder.take() }
    }
}

#[expect(clippy::panic, reason = "a panic of a stub is how a test fails")]
fn next_reply<T: Task>(replies: &mut impl Iterator<Item = Reply<T>>) -> Reply<T> {
    replies.next().unwrap_or_else(|| panic!("`{}` was called more often than its stub has replies", T::INFO.name))
}

impl Default for TestRun {
    fn default() -> Self {
        TestRun::new()
    }
}

impl fmt::Debug for TestRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestRun").field("runtime", &self.runtime).field("start", &self.start).finish_non_exhaustive()
    }
}

/// An execution in a test, ended: the [`Execution`] and what happened in it.
pub struct TestExecution<W: Workflow> {
    execution: Execution<W>,
    events: Vec<Event>,
}

/// A call that a task was given: one for each attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedCall {
    /// The task's name.
    pub task: &'static str,
    /// The Task state.
    pub state: &'static str,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// The arguments as they go over the wire.
    pub arguments: Value,
    /// The output as it goes over the wire, or how the attempt failed; `None` where it did not end, because a sibling
    /// branch failed first or the execution was halted.
    pub result: Option<Result<Value, Failure>>,
    /// How much of the test's time it took; of one that did not end, nothing.
    pub duration: Duration,
}

impl<W: Workflow> TestExecution<W> {
    /// The workflow's output.
    ///
    /// # Panics
    ///
    /// Where the execution failed; the message says how.
    #[track_caller]
    #[expect(clippy::panic, reason = "a test asks for an output that there has to be")]
    pub fn output(&self) -> &W::Output {
        match &self.execution.result {
            Ok(output) => output,
            Err(error) => panic!("the execution failed: {}", error.failure()),
        }
    }

    /// The name and cause that the execution failed with.
    ///
    /// # Panics
    ///
    /// Where it succeeded.
    #[track_caller]
    #[expect(clippy::panic, reason = "a test asks for a failure that there has to be")]
    pub fn failure(&self) -> Failure {
        match &self.execution.result {
            Ok(_) => panic!("the execution {}", ExecutionStatus::Succeeded),
            Err(error) => error.failure(),
        }
    }

    /// The workflow's own error, if it failed with one.
    pub fn error(&self) -> Option<&W::Error> {
        match &self.execution.result {
            Err(ExecutionError::Error(error)) => Some(error),
            _ => None,
        }
    }

    /// Everything that happened, in order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The attempts of tasks that were made, in order.
    pub fn calls(&self) -> Vec<RecordedCall> {
        let calls = self.events.iter().enumerate().filter_map(|(place, event)| match &event.kind {
            EventKind::TaskAttemptStarted { state, task, attempt, arguments } => {
                let arguments = arguments.clone().unwrap_or_default();
                let (result, end) = self.end_of_attempt(place, event).unzip();
                let duration = end.and_then(|end| Duration::try_from(end.duration_since(event.time)).ok());
                let duration = duration.unwrap_or_default();
                Some(RecordedCall { task, state, attempt: *attempt, arguments, result, duration })
            }
            _ => None,
        });
        calls.collect()
    }

    /// What the attempt that starts at `place` gave, and when: a branch makes one attempt at a time, so the next end in
    /// its scope is the attempt's.
    fn end_of_attempt(&self, place: usize, start: &Event) -> Option<(Result<Value, Failure>, Timestamp)> {
        let scope = start.scope.to_string();
        let later = self.events.iter().skip(place + 1).filter(|event| event.scope.to_string() == scope);
        later.take_while(|event| !matches!(event.kind, EventKind::TaskAttemptStarted { .. })).find_map(|event| {
            let result = match &event.kind {
                EventKind::TaskAttemptSucceeded { output, .. } => Ok(output.clone().unwrap_or_default()),
                EventKind::TaskAttemptFailed { failure, .. } => Err(failure.clone()),
                _ => return None,
            };
            Some((result, event.time))
        })
    }

    /// The states that were entered, in order.
    pub fn states(&self) -> Vec<&'static str> {
        let entered = self.events.iter().filter_map(|event| match event.kind {
            EventKind::StateEntered { state } => Some(state),
            _ => None,
        });
        entered.collect()
    }

    /// The Wait states that were entered and how long they waited, in order; one for a moment that had passed waited
    /// for no time.
    pub fn waits(&self) -> Vec<(&'static str, Duration)> {
        let waits = self.events.iter().filter_map(|event| match event.kind {
            EventKind::WaitStarted { state, until } => {
                Some((state, Duration::try_from(until.duration_since(event.time)).unwrap_or_default()))
            }
            _ => None,
        });
        waits.collect()
    }

    /// How long tasks that failed waited before they were tried again, in order.
    pub fn retry_delays(&self) -> Vec<(&'static str, Duration)> {
        let retries = self.events.iter().filter_map(|event| match event.kind {
            EventKind::RetryScheduled { state, delay, .. } => Some((state, delay)),
            _ => None,
        });
        retries.collect()
    }

    /// How much of the test's time passed.
    pub fn duration(&self) -> Duration {
        let times = self.events.first().zip(self.events.last());
        times
            .and_then(|(first, last)| Duration::try_from(last.time.duration_since(first.time)).ok())
            .unwrap_or_default()
    }
}

impl<W: Workflow> Deref for TestExecution<W> {
    type Target = Execution<W>;

    fn deref(&self) -> &Execution<W> {
        &self.execution
    }
}

/// Keeps what happens.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Event>>>);

impl Recorder {
    fn take(&self) -> Vec<Event> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Observer for Recorder {
    fn observe(&self, event: &Event) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{ShopError, echo, flaky, is_send, seconds, task, trying, workflow};
    use crate::{Call, Dep, TaskContext};
    use serde_json::json;

    workflow!(slow(context, days: u64) -> Result<String, ShopError>, {
        context.wait("Wait", seconds(days * 86_400)).await;
        let first = context.task("Echo", Call::<echo>::new(days.to_string())).await?;
        context.task("EchoAgain", Call::<echo>::new(first)).await
    });

    #[tokio::test]
    async fn what_happened_can_be_looked_at() {
        let test = TestRun::new().stub::<echo>(|text| Ok(text + "!")).run(slow(3)).await;
        assert_eq!(test.output(), "3!!");
        assert_eq!(test.status().to_string(), "SUCCEEDED");
        assert_eq!(test.states(), ["Wait", "Echo", "EchoAgain"]);
        assert_eq!(test.waits(), [("Wait", seconds(3 * 86_400))]);
        assert_eq!(test.duration(), seconds(3 * 86_400));
        let (arguments, result) = (json!("3!"), Some(Ok(json!("3!!"))));
        let duration = Duration::ZERO;
        let call = RecordedCall { task: "echo", state: "EchoAgain", attempt: 1, arguments, result, duration };
        assert_eq!(test.calls()[1], call);
    }

    #[tokio::test]
    async fn what_is_drawn_can_be_given() {
        workflow!(draws(context, _args: ()) -> Result<(String, f64, Timestamp), ShopError>, {
            context.wait("Wait", seconds(5)).await;
            Ok((context.uuid(), context.random(), context.now()))
        });
        let start = "2025-03-04T05:06:07.089123Z".parse().unwrap();
        let test = TestRun::new().uuids(["a"]).randoms([0.5]).starting_at(start).run(draws(())).await;
        assert_eq!(*test.output(), ("a".to_owned(), 0.5, "2025-03-04T05:06:12.089Z".parse().unwrap()));
    }

    #[tokio::test]
    async fn tasks_without_a_stub_run() {
        assert_eq!(TestRun::new().run(slow(1)).await.output(), "1");
    }

    #[tokio::test]
    async fn a_wait_for_a_moment_that_has_passed_takes_no_time() {
        workflow!(late(context, moment: Timestamp) -> Result<(), ShopError>, {
            context.wait_until("Wait", moment).await;
            Ok(())
        });
        let moment = Timestamp::UNIX_EPOCH + seconds(60);
        let test = TestRun::new().starting_at(Timestamp::UNIX_EPOCH).run(late(moment)).await;
        assert_eq!(test.waits(), [("Wait", seconds(60))]);
        let test = TestRun::new().run(late(moment)).await;
        assert_eq!((test.waits(), test.duration()), (vec![("Wait", Duration::ZERO)], Duration::ZERO));
    }

    #[tokio::test]
    async fn a_failure_says_how() {
        let test = TestRun::new().stub::<echo>(|_| Err(ShopError::Declined("no".to_owned()))).run(slow(1)).await;
        assert_eq!(test.failure(), Failure::new("Declined", "\"no\""));
        assert_eq!(test.error(), Some(&ShopError::Declined("no".to_owned())));
        assert_eq!(test.status().to_string(), "FAILED");
    }

    #[tokio::test]
    #[should_panic(expected = "a stub's own assertion")]
    async fn a_panic_of_a_stub_is_the_tests() {
        let _ = TestRun::new().stub::<echo>(|_| panic!("a stub's own assertion")).run(slow(1)).await;
    }

    #[tokio::test]
    #[should_panic(expected = "`flaky` was called more often than its stub has replies")]
    async fn a_sequence_that_is_used_up_fails_the_test() {
        let _ = TestRun::new().stub_sequence::<flaky, _>([]).run(trying::<flaky>(json!({}))).await;
    }

    task!(
        idempotent(_args: (), env) -> Result<(String, u32), ShopError>,
        { retry: &[crate::fixture::retrier(&[], 1)] },
        {
            let seen: Dep<Mutex<Vec<TaskContext>>> = env.dep()?;
            let context = env.context();
            seen.lock().unwrap().push(context.clone());
            context.progress(1, 2);
            match context.attempt() {
                1 => Err(crate::TaskFailure::Error(ShopError::Network)),
                attempt => Ok((context.idempotency_key().to_owned(), attempt)),
            }
        }
    );

    workflow!(twice(context, _args: ()) -> Result<(String, String), ShopError>, {
        context.enter("Both");
        let scope = context.scope("Both", 0);
        let (first, _) = scope.task("Work", Call::<idempotent>::new(())).await?;
        context.exit("Both");
        context.enter("Both");
        let scope = context.scope("Both", 0);
        let (second, _) = scope.task("Work", Call::<idempotent>::new(())).await?;
        context.exit("Both");
        Ok((first, second))
    });

    #[tokio::test]
    async fn a_key_is_of_one_visit() {
        let run = async || {
            let test = TestRun::new().provide(Mutex::new(Vec::<TaskContext>::new())).execution_id("order-1");
            test.run(twice(())).await
        };
        let (first, again) = (run().await, run().await);
        let (one, two) = first.output();
        assert_ne!(one, two);
        assert_eq!(first.output(), again.output());
        assert!(first.events().iter().any(|event| matches!(event.kind, EventKind::TaskProgress { done: 1, .. })));
        let scopes: Vec<String> = first.events().iter().map(|event| event.scope.to_string()).collect();
        assert!(scopes.iter().any(|scope| scope == "Both#2[0]"));
    }

    #[tokio::test]
    async fn a_missing_dependency_ends_the_execution_and_says_what_to_do() {
        let failure = TestRun::new().run(twice(())).await.failure();
        assert_eq!(failure.error, Failure::RUNTIME);
        let cause = failure.cause;
        assert!(
            cause.contains("task `idempotent` takes a `Dep<") && cause.contains("Runtime::new().provide"),
            "{cause}"
        );
    }

    task!(slow_code(_args: (), _env) -> Result<u32, ShopError>, {}, {
        Ok(crate::__private::blocking(|| 7).await)
    });

    workflow!(beside_a_wait(context, _args: ()) -> Result<(u32, ()), ShopError>, {
        let wait = async {
            context.wait("Wait", seconds(3600)).await;
            Ok(())
        };
        crate::__private::try_join!(context.task("Work", Call::<slow_code>::new(())), wait)
    });

    #[tokio::test]
    async fn time_does_not_jump_over_a_real_task() {
        let test = TestRun::new().run(beside_a_wait(())).await;
        let exited = test.events().iter().filter_map(|event| match event.kind {
            EventKind::StateExited { state } => Some(state),
            _ => None,
        });
        assert_eq!(exited.collect::<Vec<_>>(), ["Work", "Wait"]);
    }

    #[test]
    fn a_test_can_be_spawned() {
        drop(is_send(TestRun::new().run(slow(1))));
    }
}
