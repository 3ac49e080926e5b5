//! What is outside of the executions of these tests: it takes its time, and always does the same.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Value, json};
use workflow_asl::Resource;

use crate::clock::{Clock, SkippingClock, later};
use crate::{
    Callbacks, Engine, EngineOptions, Execution, ExecutionIdentity, ExecutionStatus, ExecutionType, Failure,
    HistoryEvent, MapRunLimits, Payload, Program, StartExecution, Targets, TaskError, TaskProgress, TaskRequest,
    TaskTarget,
};

pub(super) const START: Timestamp = Timestamp::UNIX_EPOCH;
/// The activity that the machines use.
pub(super) const ACTIVITY: &str = "arn:aws:states:us-east-1:123456789012:activity:work";
pub(super) const WORKER: &str = "worker";
/// How long a worker works on a task of the activity.
pub(super) const WORK: Duration = Duration::from_secs(3);

/// The number at the end of a state's name says how many seconds its work takes, or what completes its token; or
/// `seconds` of the input does.
pub(super) fn duration(request: &TaskRequest) -> Duration {
    let said = request.input.get("seconds").and_then(Value::as_u64);
    said.map_or_else(|| named(&request.state_name), Duration::from_secs)
}

/// The number at the end of a name, in seconds; one if there is none.
pub(super) fn named(state: &str) -> Duration {
    let digits = state.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    Duration::from_secs(digits.parse().unwrap_or(1))
}

/// What the holder of a token completes it with, if it does.
pub(super) fn completion(state: &str) -> Option<Result<Payload, Failure>> {
    if state.starts_with("Silent") {
        return None;
    }
    Some(if state.starts_with("Refuse") { Err(Failure::new("Refused", "no")) } else { Ok(json!("approved").into()) })
}

/// What a worker of the activity makes of a task.
pub(super) fn worked(input: &Payload) -> Result<Payload, Failure> {
    match input.get("fails").and_then(Value::as_str) {
        Some(error) => Err(Failure::named(error)),
        None => Ok(json!({"worked": Value::clone(input)}).into()),
    }
}

/// What does the work of tasks: which function it is says its ARN or `FunctionName`.
#[derive(Clone, Default)]
pub(super) struct Functions {
    /// Who lets time pass and completes tokens, where no simulation does.
    outside: Option<Outside>,
    /// Whether what always fails has been repaired.
    pub(super) are_repaired: Arc<AtomicBool>,
    /// All that was asked for.
    pub(super) requests: Arc<Mutex<Vec<TaskRequest>>>,
}

impl TaskTarget for Functions {
    fn accepts(&self, resource: &Resource, _: &Payload) -> bool {
        !resource.to_string().contains("nobody")
    }

    fn keeps_time(&self) -> bool {
        true
    }

    fn run<'a>(
        &'a self,
        request: TaskRequest,
        progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        Box::pin(async move {
            if let Resource::Integration(of) = &*request.resource
                && of.pattern == workflow_asl::IntegrationPattern::Sync
            {
                self.pass(Duration::from_secs(1)).await;
                progress.submitted(json!({"JobId": request.input["job"]}).into());
            }
            self.pass(duration(&request)).await;
            self.hand_on(&request);
            if self.are_repaired.load(Ordering::Relaxed) { Ok(request.input) } else { outcome(&request).await }
        })
    }
}

impl Functions {
    async fn pass(&self, time: Duration) {
        if let Some(outside) = &self.outside {
            outside.clock.sleep(time).await;
        }
    }

    /// Gives the token of a task to somebody who completes it, where no simulation does.
    fn hand_on(&self, request: &TaskRequest) {
        let (Some(token), Some(outside)) = (request.task_token.clone(), &self.outside) else { return };
        if let Some(result) = completion(&request.state_name) {
            outside.give(token, named(&request.state_name), result);
        }
    }
}

/// Completes a task by its token.
pub(super) type Complete = Arc<dyn Fn(String, Result<Payload, Failure>) -> BoxFuture<'static, ()> + Send + Sync>;

/// Those who hold tokens and complete them when their time has come, whatever process the execution is in then.
#[derive(Clone)]
pub(super) struct Outside {
    pub(super) clock: Arc<SkippingClock>,
    pub(super) complete: Complete,
    pub(super) held: Arc<Mutex<Vec<Held>>>,
}

/// A token, and when and how it is completed.
#[derive(Clone)]
pub(super) struct Held {
    token: String,
    at: Timestamp,
    result: Result<Payload, Failure>,
}

impl Outside {
    pub(super) fn give(&self, token: String, time: Duration, result: Result<Payload, Failure>) {
        let held = Held { token, at: later(self.clock.now(), time), result };
        self.held().push(held.clone());
        self.follow(held);
    }

    /// Goes on with what was given before.
    pub(super) fn go_on(&self) {
        let held = self.held().clone();
        held.into_iter().for_each(|held| self.follow(held));
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Vec<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn follow(&self, held: Held) {
        let (clock, complete) = (Clock::Skipping(Arc::clone(&self.clock)), Arc::clone(&self.complete));
        tokio::spawn(async move {
            clock.sleep_until(held.at).await;
            complete(held.token, held.result).await;
        });
    }
}

async fn outcome(request: &TaskRequest) -> Result<Payload, TaskError> {
    let input = &request.input;
    let resource = request.resource.to_string();
    let function = input.get("FunctionName").and_then(Value::as_str).unwrap_or(&resource);
    match function.rsplit(':').next().unwrap_or_default() {
        "fail" => {
            let error = input.get("error").or_else(|| input["Payload"].get("error")).and_then(Value::as_str);
            Err(TaskError::of_request(&request.resource, Failure::new(error.unwrap_or("Failed"), "told to")))
        }
        "fail-once" if request.attempt == 1 => Err(Failure::named("Once").into()),
        "fail-twice" if request.attempt <= 2 => Err(Failure::named("Twice").into()),
        "halt" => Err(TaskError::Halted(Failure::new(Failure::RUNTIME, "nothing can be done"))),
        "never" => std::future::pending().await,
        "attempts" => Ok(json!({"attempt": request.attempt, "entered": request.entered_event_id}).into()),
        _ => Ok(input.clone()),
    }
}

/// The engine of executions that are recorded: no time passes in it.
pub(super) fn engine(functions: Functions) -> Engine {
    let engine = Engine::new(EngineOptions { targets: Targets::new().with(functions), ..EngineOptions::default() });
    engine.activities().create(ACTIVITY);
    engine
}

/// Something that somebody does to an execution.
#[derive(Clone, Copy)]
pub(super) enum Intervention {
    /// Limits its Map Run.
    UpdateMapRun(MapRunLimits),
    /// Stops it.
    Stop,
}

pub(super) const STOPPED: &str = "Enough";

pub(super) fn identity() -> ExecutionIdentity {
    ExecutionIdentity {
        execution_arn: "arn:aws:states:us-east-1:123456789012:execution:machine:one".into(),
        name: "one".into(),
        role_arn: Some("arn:aws:iam::123456789012:role/machine".into()),
        state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:machine".into(),
        state_machine_name: "machine".into(),
        ..ExecutionIdentity::default()
    }
}

/// An engine in which time passes.
pub(super) fn engine_in_time(outside: &Outside, callbacks: Callbacks) -> Engine {
    let functions = Functions { outside: Some(outside.clone()), ..Functions::default() };
    let clock = Clock::Skipping(Arc::clone(&outside.clock));
    let targets = Targets::new().with(functions);
    let engine = Engine::new(EngineOptions { targets, clock, callbacks, ..EngineOptions::default() });
    engine.activities().create(ACTIVITY);
    engine
}

/// Runs an execution that is not recorded.
pub(super) async fn run_directly(
    program: Arc<Program>,
    input: Value,
    intervention: Option<(Duration, Intervention)>,
) -> (ExecutionStatus, Vec<HistoryEvent>) {
    let clock = SkippingClock::starting_at(START);
    let callbacks = Callbacks::default();
    let known = callbacks.clone();
    let complete: Complete = Arc::new(move |token, result| {
        // It comes too late for some.
        let _ = match result {
            Ok(output) => known.send_task_success(&token, output),
            Err(failure) => known.send_task_failure(&token, failure),
        };
        Box::pin(std::future::ready(()))
    });
    let outside = Outside { clock: Arc::clone(&clock), complete, held: Arc::default() };
    let engine = engine_in_time(&outside, callbacks);
    let worker = tokio::spawn(work(engine.clone(), outside));
    let execution = engine.start(StartExecution {
        program,
        input: input.into(),
        identity: identity(),
        execution_type: ExecutionType::Standard,
        is_synchronous: false,
    });
    let intervener = tokio::spawn(intervene(engine, execution.clone(), intervention));
    let state = clock.drive(execution.ended()).await;
    worker.abort();
    intervener.abort();
    (state.status, execution.history().map(crate::History::events).unwrap_or_default())
}

async fn intervene(engine: Engine, execution: Execution, intervention: Option<(Duration, Intervention)>) {
    let Some((after, intervention)) = intervention else { return };
    engine.clock().sleep(after).await;
    match intervention {
        Intervention::UpdateMapRun(limits) => {
            let runs = engine.map_runs().of_execution(&execution.identity().execution_arn);
            assert!(engine.map_runs().update(&runs[0].arn, |changed| *changed = limits));
        }
        Intervention::Stop => drop(execution.stop(Failure::named(STOPPED)).await),
    }
}

/// Works on the tasks of the activity, each by itself.
async fn work(engine: Engine, outside: Outside) {
    loop {
        let task = engine.activities().take(ACTIVITY, Some(WORKER.to_owned())).await;
        let result = worked(&task.input);
        outside.give(task.token, WORK, result);
    }
}
