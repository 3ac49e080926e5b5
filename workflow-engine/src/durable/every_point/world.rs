//! What is outside of the executions of these tests: it takes its time, and always does the same.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Value, json};
use workflow_asl::Resource;

use crate::clock::{Clock, SkippingClock};
use crate::{
    Callbacks, Engine, EngineOptions, Execution, ExecutionIdentity, ExecutionStatus, ExecutionType, Failure,
    HistoryEvent, MapRunLimits, Payload, Program, StartExecution, Targets, TaskError, TaskProgress, TaskRequest,
    TaskTarget,
};

pub(super) const START: Timestamp = Timestamp::UNIX_EPOCH;
/// The activity that the machines use.
pub(super) const ACTIVITY: &str = "arn:aws:states:us-east-1:123456789012:activity:work";
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
    /// Where time passes, in an execution that is not recorded; who simulates a recorded one lets it pass.
    clock: Option<Clock>,
    callbacks: Callbacks,
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
            outcome(&request).await
        })
    }
}

impl Functions {
    async fn pass(&self, time: Duration) {
        if let Some(clock) = &self.clock {
            clock.sleep(time).await;
        }
    }

    /// Gives the token of a task to somebody who completes it, where no simulation does.
    fn hand_on(&self, request: &TaskRequest) {
        let (Some(token), Some(clock)) = (request.task_token.clone(), self.clock.clone()) else { return };
        let Some(completion) = completion(&request.state_name) else { return };
        let (callbacks, time) = (self.callbacks.clone(), named(&request.state_name));
        tokio::spawn(async move {
            clock.sleep(time).await;
            match completion {
                Ok(output) => callbacks.send_task_success(&token, output),
                Err(failure) => callbacks.send_task_failure(&token, failure),
            }
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

/// Runs an execution that is not recorded.
pub(super) async fn run_directly(
    program: Arc<Program>,
    input: Value,
    intervention: Option<(Duration, Intervention)>,
) -> (ExecutionStatus, Vec<HistoryEvent>) {
    let clock = SkippingClock::starting_at(START);
    let callbacks = Callbacks::default();
    let functions = Functions {
        clock: Some(Clock::Skipping(Arc::clone(&clock))),
        callbacks: callbacks.clone(),
        ..Functions::default()
    };
    let targets = Targets::new().with(functions);
    let options =
        EngineOptions { targets, clock: Clock::Skipping(Arc::clone(&clock)), callbacks, ..EngineOptions::default() };
    let engine = Engine::new(options);
    engine.activities().create(ACTIVITY);
    let worker = tokio::spawn(work(engine.clone()));
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
async fn work(engine: Engine) {
    loop {
        let task = engine.activities().take(ACTIVITY, Some("worker".to_owned())).await;
        let engine = engine.clone();
        tokio::spawn(async move {
            engine.clock().sleep(WORK).await;
            match worked(&task.input) {
                Ok(output) => engine.callbacks().send_task_success(&task.token, output),
                Err(failure) => engine.callbacks().send_task_failure(&task.token, failure),
            }
        });
    }
}
