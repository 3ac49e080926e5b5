//! States: the macro's state graph with its fields filled in.

use super::pattern::retried;
use super::{Env, Wit, service};
use crate::exported::Called;
use crate::failure::WorkflowError;
use crate::task::{Jitter, Retrier, Task, TaskInfo, TaskResource};
use crate::workflow::{Workflow, WorkflowInfo};
use serde_json::{Value, json};
use std::time::Duration;
use workflow_asl::jsonata::{Expr, template};
use workflow_asl::{
    Assign, Branch, Catcher, Choice, ChoiceRule, Fail, ItemProcessor, JitterStrategy, Map, Parallel, Pass,
    ProcessorConfig, ProcessorMode, QueryLanguage, State, StateKind, StateMachine, States, Succeed, Template,
    Transition, Wait, WaitUntil,
};

/// Collects a definition.
#[derive(Debug)]
pub struct Definer {
    info: WorkflowInfo,
    scope: Option<Scope>,
}

/// A workflow's definition, and what it calls.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) machine: StateMachine,
    pub(crate) called: Called,
}

impl Definer {
    pub(super) fn new<W: Workflow>() -> Self {
        Definer { info: W::INFO, scope: None }
    }

    /// The environment that every state starts from: the parameters, read from the execution's input. `variables` are
    /// their names as variables of the definition.
    pub fn env(&self, variables: &[&'static str]) -> Env {
        let input = Expr::States("context.Execution.Input");
        if let [only] = variables {
            return Env::new().with(only, input);
        }
        let fields = variables.iter().zip(self.info.parameters);
        fields.fold(Env::new(), |env, (variable, name)| env.with(variable, input.clone().field(*name)))
    }

    /// Takes the states of the workflow's own scope.
    pub fn finish_scope(&mut self, scope: Scope) {
        self.scope = Some(scope);
    }

    pub(super) fn finish(self) -> Definition {
        let scope = self.scope.unwrap_or_else(|| Scope::new(""));
        let machine = StateMachine {
            comment: comment(self.info.comment),
            query_language: Some(QueryLanguage::JsonAta),
            start_at: scope.start_at.to_owned(),
            states: scope.states,
            ..StateMachine::default()
        };
        Definition { machine, called: scope.called }
    }
}

fn comment(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The states of a workflow, of a branch of a Parallel state or of a Map state's iterations.
#[derive(Debug)]
pub struct Scope {
    start_at: &'static str,
    states: States,
    called: Called,
}

impl Scope {
    /// A scope that starts at a state.
    pub fn new(start_at: &'static str) -> Self {
        Scope { start_at, states: States::new(), called: Called::default() }
    }

    /// Adds a state.
    pub fn add(&mut self, name: &'static str, note: &str, kind: impl Into<Defined>) {
        let Defined { kind, called } = kind.into();
        self.called.add(called.in_state(name));
        let state = State { comment: comment(note), ..State::new(kind) };
        self.states.insert(name.to_owned(), state);
    }
}

/// A state, and what it and the states in it call.
#[derive(Debug)]
pub struct Defined {
    pub(super) kind: StateKind,
    pub(super) called: Called,
}

impl<K: Into<StateKind>> From<K> for Defined {
    fn from(kind: K) -> Self {
        Defined { kind: kind.into(), called: Called::default() }
    }
}

/// A way out of a state.
#[derive(Debug)]
pub struct Edge {
    assign: Assign,
    output: Option<Template>,
    to: Option<&'static str>,
}

impl Edge {
    /// To a state, assigning what `env` knows about the variables in `live`.
    pub fn to(env: &Env, live: &[&'static str], state: &'static str) -> Self {
        Edge { assign: assign(env, live), output: None, to: Some(state) }
    }

    /// Ends the scope, assigning what has to be computed though nothing reads it.
    pub fn end(env: &Env, live: &[&'static str]) -> Self {
        Edge { assign: assign(env, live), output: None, to: None }
    }

    /// With an output.
    #[must_use]
    pub fn output(mut self, value: Expr) -> Self {
        // What a Task, Parallel or Map state gives is its output unless it says otherwise.
        self.output = (value != Expr::States("result")).then(|| template(&value));
        self
    }

    /// A Task state that goes on this way.
    pub(super) fn task(self, resource: &str, arguments: Value, catch: Vec<Catcher>) -> StateKind {
        StateKind::Task(Box::new(workflow_asl::Task {
            resource: resource.to_owned(),
            arguments: Some(arguments),
            catch,
            output: self.output.clone(),
            transition: self.transition(),
            assign: self.assign,
            ..workflow_asl::Task::default()
        }))
    }

    fn transition(&self) -> Transition {
        self.to.map_or(Transition::End, |state| Transition::Next(state.to_owned()))
    }

    fn next(&self) -> String {
        self.to.unwrap_or_default().to_owned()
    }
}

fn assign(env: &Env, live: &[&'static str]) -> Assign {
    live.iter().map(|name| ((*name).to_owned(), template(&env.read(name)))).collect()
}

/// What a call site says beside the arguments.
#[derive(Debug, Default)]
pub struct CallSite {
    /// `.timeout(..)`
    pub timeout: Option<Expr>,
    /// `.heartbeat(..)`
    pub heartbeat: Option<Expr>,
    /// `.retry(..)` and `.no_retry()`
    pub retry: Option<Vec<&'static Retrier>>,
}

/// A Task state that calls `T`.
pub fn task<T: Task>(_: Wit<T>, arguments: Vec<Expr>, site: CallSite, next: Edge, catch: Vec<Catcher>) -> Defined {
    let info = T::INFO;
    let options = crate::CallOptions { retry: site.retry, ..crate::CallOptions::default() };
    let (resource, arguments) = match &info.resource {
        TaskResource::Function => invoked(&info, arguments),
        TaskResource::Service(action) => (action.resource.to_owned(), service::arguments(&info, action, arguments)),
        TaskResource::Activity(name) => (service::activity(name), document(info.parameters, arguments)),
    };
    let kind = StateKind::Task(Box::new(workflow_asl::Task {
        resource,
        arguments: Some(arguments),
        timeout_seconds: site.timeout.map(|seconds| template(&seconds)).or(info.timeout.map(seconds)),
        heartbeat_seconds: site.heartbeat.map(|seconds| template(&seconds)).or(info.heartbeat.map(seconds)),
        retry: options.retriers(&info).map(retrier::<T::Error>).collect(),
        catch,
        output: next.output.clone(),
        transition: next.transition(),
        assign: next.assign,
        ..workflow_asl::Task::default()
    }));
    Defined { kind, called: Called::task::<T>() }
}

/// `lambda:invoke` and what it gets.
fn invoked(info: &TaskInfo, arguments: Vec<Expr>) -> (String, Template) {
    let integration = if info.token.is_some() { "lambda:invoke.waitForTaskToken" } else { "lambda:invoke" };
    let mut fields = serde_json::Map::new();
    fields.insert("FunctionName".into(), json!(format!("${{{}}}", name_of_arn(info.name, "FunctionArn"))));
    fields.insert("Payload".into(), payload(info, arguments));
    (format!("arn:aws:states:::{integration}"), Value::Object(fields))
}

/// What the result of a task's state is called in its own `Assign` and `Output`.
pub fn result<T: Task>(_: Wit<T>) -> Expr {
    let result = Expr::States("result");
    match &T::INFO.resource {
        // A callback gives the output that the token was completed with.
        _ if T::INFO.token.is_some() => result,
        // `lambda:invoke` wraps the function's.
        TaskResource::Function => result.field("Payload"),
        TaskResource::Service(action) => service::result(action, result),
        TaskResource::Activity(_) => result,
    }
}

/// The substitution that stands for an ARN: `SendMailFunctionArn` for `send_mail`.
pub(crate) fn name_of_arn(function: &str, kind: &str) -> String {
    workflow_deploy::logical_id(function) + kind
}

/// One data parameter is the whole document; several, and those of a callback task, are an object by name.
fn payload(info: &TaskInfo, arguments: Vec<Expr>) -> Template {
    match info.token {
        None => document(info.parameters, arguments),
        Some(token) => {
            let token = (token.to_owned(), Expr::States("context.Task.Token"));
            template(&Expr::Object(by_name(info.parameters, arguments).chain([token]).collect()))
        }
    }
}

/// What a function or an execution is given: one parameter is the whole document, several are an object by name.
pub(super) fn document(parameters: &[&str], mut arguments: Vec<Expr>) -> Template {
    if arguments.len() != 1 {
        return template(&Expr::Object(by_name(parameters, arguments).collect()));
    }
    // Step Functions takes no plain number or boolean here, but any expression.
    match template(&arguments.remove(0)) {
        value @ (Value::Number(_) | Value::Bool(_)) => json!(format!("{{% {value} %}}")),
        other => other,
    }
}

fn by_name(parameters: &[&str], arguments: Vec<Expr>) -> impl Iterator<Item = (String, Expr)> {
    parameters.iter().zip(arguments).map(|(name, value)| ((*name).to_owned(), value))
}

fn seconds(duration: Duration) -> Template {
    json!(duration.as_secs())
}

fn retrier<E: WorkflowError>(retrier: &Retrier) -> workflow_asl::Retrier {
    workflow_asl::Retrier {
        error_equals: retried(E::VARIANTS, retrier.variants),
        interval_seconds: Some(retrier.interval.as_secs()),
        max_attempts: Some(retrier.max_attempts.into()),
        backoff_rate: Some(retrier.backoff_rate),
        max_delay_seconds: retrier.max_delay.map(|delay| delay.as_secs()),
        jitter_strategy: (retrier.jitter == Jitter::Full).then_some(JitterStrategy::Full),
        ..workflow_asl::Retrier::default()
    }
}

/// A Catcher.
pub fn catcher(error_equals: Vec<String>, edge: Edge) -> Catcher {
    Catcher { error_equals, next: edge.next(), assign: edge.assign, output: edge.output, ..Catcher::default() }
}

/// A rule of a Choice state.
pub fn rule(condition: Expr, edge: Edge) -> ChoiceRule {
    ChoiceRule {
        condition: json!(format!("{{% {} %}}", condition.settled())),
        next: edge.next(),
        assign: edge.assign,
        output: edge.output,
        ..ChoiceRule::default()
    }
}

/// A Choice state; its own `Assign` and `Output` are those of the default.
pub fn choice(choices: Vec<ChoiceRule>, default: Option<Edge>) -> StateKind {
    let (next, assign, output) = match default {
        Some(edge) => (Some(edge.next()), edge.assign, edge.output),
        None => (None, Assign::new(), None),
    };
    StateKind::Choice(Choice { choices, default: next, assign, output })
}

/// A Pass state.
pub fn pass(next: Edge) -> StateKind {
    let transition = next.transition();
    StateKind::Pass(Pass { output: next.output, transition, assign: next.assign })
}

/// A Wait state.
pub fn wait(until: WaitUntil, next: Edge) -> StateKind {
    let transition = next.transition();
    StateKind::Wait(Wait { until, output: next.output, transition, assign: next.assign })
}

/// Until a number of seconds has passed.
pub fn wait_seconds(seconds: Expr) -> WaitUntil {
    WaitUntil::Seconds(template(&seconds))
}

/// Until a moment.
pub fn wait_timestamp(moment: Expr) -> WaitUntil {
    WaitUntil::Timestamp(template(&moment))
}

/// The whole seconds of a constant duration; a fraction has no form in Step Functions.
pub fn duration_seconds(duration: Duration) -> Expr {
    if duration.subsec_nanos() != 0 {
        return super::value::error("Step Functions counts whole seconds");
    }
    Expr::literal(json!(duration.as_secs()))
}

/// A Succeed state; the ways that lead to it carry the output.
pub fn succeed() -> StateKind {
    StateKind::Succeed(Succeed::default())
}

/// A Succeed state with an output of its own.
pub fn succeed_with(output: Expr) -> StateKind {
    StateKind::Succeed(Succeed { output: Some(template(&output)) })
}

/// A Fail state.
pub fn fail((error, cause): (Expr, Option<Expr>)) -> StateKind {
    StateKind::Fail(Fail { error: Some(template(&error)), cause: cause.map(|cause| template(&cause)) })
}

/// A Parallel state.
pub fn parallel(branches: Vec<Scope>, next: Edge, catch: Vec<Catcher>) -> Defined {
    let mut called = Called::default();
    let branch = |scope: Scope| {
        called.add(scope.called);
        Branch { start_at: scope.start_at.to_owned(), states: scope.states, ..Branch::default() }
    };
    let kind = StateKind::Parallel(Parallel {
        branches: branches.into_iter().map(branch).collect(),
        catch,
        output: next.output.clone(),
        transition: next.transition(),
        assign: next.assign,
        ..Parallel::default()
    });
    Defined { kind, called }
}

/// A Map state.
pub fn map(items: Expr, max_concurrency: Option<Expr>, iteration: Scope, next: Edge, catch: Vec<Catcher>) -> Defined {
    let kind = StateKind::Map(Box::new(Map {
        items: Some(template(&items)),
        max_concurrency: max_concurrency.map(|limit| template(&limit)),
        item_processor: ItemProcessor {
            config: Some(ProcessorConfig { mode: ProcessorMode::Inline, ..ProcessorConfig::default() }),
            start_at: iteration.start_at.to_owned(),
            states: iteration.states,
            ..ItemProcessor::default()
        },
        catch,
        output: next.output.clone(),
        transition: next.transition(),
        assign: next.assign,
        ..Map::default()
    }));
    Defined { kind, called: iteration.called }
}

/// A duration or limit that a constant gives, as Step Functions counts it.
pub trait Setting {
    /// Whole seconds, or a number.
    fn setting(&self) -> Expr;
}

impl Setting for Duration {
    fn setting(&self) -> Expr {
        duration_seconds(*self)
    }
}

impl Setting for usize {
    fn setting(&self) -> Expr {
        Expr::literal(json!(self))
    }
}

/// The value of a constant in a setting.
pub fn setting<T: Setting>(value: &T) -> Expr {
    value.setting()
}

/// `Duration::from_secs(count)` and larger units.
pub fn seconds_of(count: Expr, factor: u64) -> Expr {
    match count {
        Expr::Literal(Value::Number(n)) if n.is_u64() => {
            Expr::literal(json!(n.as_u64().unwrap_or_default().saturating_mul(factor)))
        }
        count if factor == 1 => count,
        count => count.binary(workflow_asl::jsonata::BinaryOp::Mul, Expr::literal(json!(factor))),
    }
}
