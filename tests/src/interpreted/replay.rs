//! Answers the calls of a definition with those that were recorded.

use super::difference::same;
use super::draws::RecordedDraws;
use super::executions;
use super::{Call, Case, Causes};
use futures_util::future::BoxFuture;
use serde_json::{Map, Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use workflow_asl::Resource;
use workflow_engine::clock::{Clock, SkippingClock};
use workflow_engine::{
    Callbacks, Engine, EngineOptions, Failure, Payload, Targets, TaskError, TaskProgress, TaskRequest, TaskTarget,
};

const INVOKE: &str = "arn:aws:states:::lambda:invoke";
const CALLBACK: &str = "arn:aws:states:::lambda:invoke.waitForTaskToken";
const EXECUTION: &str = "arn:aws:states:::states:startExecution.sync:2";

/// The answers of a case.
#[derive(Debug)]
pub(super) struct Replay {
    pub(super) case: Case,
    causes: Causes,
    pub(super) clock: Arc<SkippingClock>,
    callbacks: Callbacks,
    draws: Arc<RecordedDraws>,
    progress: Mutex<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    /// The calls that were made, as positions in the case's.
    used: Vec<usize>,
    mismatches: Vec<String>,
}

impl Replay {
    pub(super) fn new(case: Case, causes: Causes, draws: Arc<RecordedDraws>) -> Arc<Self> {
        let clock = SkippingClock::starting_at(case.start);
        Arc::new(Replay { case, causes, clock, callbacks: Callbacks::default(), draws, progress: Mutex::default() })
    }

    /// An engine whose tasks are answered by this, for one execution.
    pub(super) fn engine(self: &Arc<Self>, started: &Started) -> Engine {
        Engine::new(EngineOptions {
            targets: Targets::new().with(Answers { replay: Arc::clone(self), started: started.clone() }),
            clock: Clock::Skipping(Arc::clone(&self.clock)),
            callbacks: self.callbacks.clone(),
            draws: Some(Arc::clone(&self.draws) as Arc<dyn workflow_asl::jsonata::Draws>),
            ..EngineOptions::default()
        })
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn mismatches(&self) -> Vec<String> {
        self.progress().mismatches.clone()
    }

    /// The positions of the calls that were made, in order, and the calls that were not.
    pub(super) fn answered(&self) -> (Vec<usize>, Vec<Call>) {
        let used = self.progress().used.clone();
        let unused = self.case.calls.iter().enumerate().filter(|(position, _)| !used.contains(position));
        let unused = unused.map(|(_, call)| call.clone()).collect();
        (used, unused)
    }

    fn mismatch(&self, text: String) -> TaskError {
        self.progress().mismatches.push(text.clone());
        TaskError::Halted(Failure::new(Failure::RUNTIME, text))
    }

    /// The first recorded call of the state with these arguments that was not yet made.
    fn find(&self, request: &TaskRequest) -> Result<Call, TaskError> {
        let mut progress = self.progress();
        let payloads = payloads(request);
        let found = self.case.calls.iter().enumerate().find(|(position, call)| {
            *call.state == *request.state_name
                && !progress.used.contains(position)
                && payloads.iter().any(|payload| same(&call.arguments, payload))
        });
        if let Some((position, call)) = found {
            progress.used.push(position);
            return Ok(call.clone());
        }
        drop(progress);
        Err(self.mismatch(format!("unexpected call: {} gets {payloads:?}", request.state_name)))
    }

    async fn invoke(&self, request: &TaskRequest) -> Result<Payload, TaskError> {
        let call = self.find(request)?;
        if call.is_callback != request.task_token.is_some() {
            return Err(self.mismatch(format!("only one side of {} waits for a token", call.state)));
        }
        let function = request.input.get("FunctionName").and_then(Value::as_str).unwrap_or_default();
        let is_function = is_function(request);
        if is_function && function != placeholder(call.task, "FunctionArn") {
            return Err(self.mismatch(format!("{} calls {function}, natively {}", call.state, call.task)));
        }
        // A timeout is for the interpreter to see to.
        let timed_out = matches!(&call.result, Some(Err((error, _))) if error == Failure::TIMEOUT);
        let timed_out = timed_out && !call.duration.is_zero();
        match (call.result.filter(|_| !timed_out), request.task_token.as_deref()) {
            (None, None) => std::future::pending().await,
            (None, Some(_)) => Ok(json!({}).into()),
            (Some(result), token) => {
                if !call.duration.is_zero() {
                    self.clock.sleep(call.duration).await;
                }
                let result = result.map_err(|(error, cause)| named(error, cause));
                match token {
                    None if is_function => {
                        let payload = result.map_err(|failure| self.of_function(failure))?;
                        Ok(json!({"Payload": payload, "StatusCode": 200}).into())
                    }
                    None => Ok(result?.into()),
                    Some(token) => self.complete(token, result),
                }
            }
        }
    }

    fn of_function(&self, failure: Failure) -> Failure {
        // A timeout is the state's, not the function's.
        if self.causes == Causes::AsRecorded || failure.name() == Failure::TIMEOUT {
            return failure;
        }
        let message = failure.cause.as_deref().unwrap_or_default();
        let response = json!({"errorMessage": message, "errorType": failure.name()});
        Failure { cause: Some(response.to_string()), ..failure }
    }

    fn complete(&self, token: &str, result: Result<Value, Failure>) -> Result<Payload, TaskError> {
        let completed = match result {
            Ok(output) => self.callbacks.send_task_success(token, output.into()),
            Err(failure) => self.callbacks.send_task_failure(token, failure),
        };
        completed.map(|()| json!({}).into()).map_err(|error| self.mismatch(error.to_string()))
    }

    /// Runs a child, and answers as `states:startExecution.sync:2` does.
    async fn start(self: &Arc<Self>, request: &TaskRequest, started: &Started) -> Result<Payload, TaskError> {
        let arn = request.input.get("StateMachineArn").and_then(Value::as_str).unwrap_or_default();
        let child = self.case.children.iter().find(|(name, _)| placeholder(name, "StateMachineArn") == arn);
        let Some((_, definition)) = child else {
            return Err(self.mismatch(format!("{} starts {arn}, which the case does not have", request.state_name)));
        };
        let input = request.input.get("Input").cloned().unwrap_or_else(|| Value::Object(Map::new()));
        let run = executions::of(self, definition, input, "child").await;
        let run = run.map_err(|problem| self.mismatch(problem))?;
        started.add(&request.state_name, run.states);
        let mut described = json!({"ExecutionArn": "arn", "Name": "child", "Status": run.status.as_str()});
        let mut describe =
            |name: &str, value: Value| described.as_object_mut().map(|all| all.insert(name.into(), value));
        match run.status {
            workflow_engine::ExecutionStatus::Succeeded(output) => {
                describe("Output", output.into_value());
                Ok(described.into())
            }
            workflow_engine::ExecutionStatus::Failed(failure) => {
                failure.error.and_then(|error| describe("Error", error.into()));
                failure.cause.and_then(|cause| describe("Cause", cause.into()));
                Err(Failure::new(Failure::TASK_FAILED, described.to_string()).into())
            }
            status => Err(self.mismatch(format!("a child is {status:?}"))),
        }
    }
}

fn named(error: String, cause: String) -> Failure {
    if cause.is_empty() { Failure::named(error) } else { Failure::new(error, cause) }
}

/// Whether a Task calls a function, and not another service.
fn is_function(request: &TaskRequest) -> bool {
    matches!(request.resource.to_string().as_str(), INVOKE | CALLBACK)
}

/// What a Task sent, of a function the payload, of a service all arguments: that of a callback without its token, which
/// any field that looks like it may be.
fn payloads(request: &TaskRequest) -> Vec<Value> {
    let arguments: &Value = &request.input;
    let payload = if is_function(request) { arguments.get("Payload").unwrap_or(&Value::Null) } else { arguments };
    match request.task_token.as_deref() {
        None => vec![payload.clone()],
        Some(token) => without(payload, token),
    }
}

/// A payload without one of the fields that have the token's text, for each of them.
fn without(payload: &Value, token: &str) -> Vec<Value> {
    let mut payloads = Vec::new();
    for (name, value) in payload.as_object().into_iter().flatten() {
        let with = |value: Option<Value>| {
            let mut fields = payload.as_object().cloned().unwrap_or_default();
            match value {
                Some(value) => drop(fields.insert(name.clone(), value)),
                None => drop(fields.shift_remove(name)),
            }
            Value::Object(fields)
        };
        if value.as_str() == Some(token) {
            payloads.push(with(None));
        }
        payloads.extend(without(value, token).into_iter().map(|inner| with(Some(inner))));
    }
    payloads
}

/// The substitution that stands for the ARN of a function or a workflow.
fn placeholder(name: &str, kind: &str) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    format!("${{{}{kind}}}", name.split('_').map(capitalised).collect::<String>())
}

/// The executions that an execution has started: by which state, and the states that they entered.
#[derive(Clone, Default)]
pub(super) struct Started(Arc<Mutex<Executions>>);

type Executions = Vec<(String, Vec<String>)>;

impl Started {
    fn executions(&self) -> MutexGuard<'_, Executions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, by: &str, states: Vec<String>) {
        self.executions().push((by.to_owned(), states));
    }

    /// The states entered, each that started an execution followed by the states of that.
    pub(super) fn among(&self, entered: impl Iterator<Item = String>) -> Vec<String> {
        let mut executions = self.executions();
        let mut states = Vec::new();
        for state in entered {
            let started = executions.iter().position(|(by, _)| *by == state);
            states.push(state);
            if let Some(position) = started {
                states.extend(executions.remove(position).1);
            }
        }
        states
    }
}

/// The target of an engine.
struct Answers {
    replay: Arc<Replay>,
    started: Started,
}

impl Answers {
    async fn answer(&self, request: TaskRequest) -> Result<Payload, TaskError> {
        let replay = &self.replay;
        match request.resource.to_string().as_str() {
            EXECUTION => replay.start(&request, &self.started).await,
            _ => replay.invoke(&request).await,
        }
    }
}

impl TaskTarget for Answers {
    fn accepts(&self, _: &Resource, _: &Payload) -> bool {
        true
    }

    fn keeps_time(&self) -> bool {
        true
    }

    fn run<'a>(&'a self, request: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
        Box::pin(self.answer(request))
    }
}
