use super::{
    Assign, Catcher, Choice, Fail, FieldOrder, JsonPathFields, Map, Parallel, Pass, QueryLanguage, Retrier, Succeed,
    Task, Template, Wait,
};

/// One state: what all states have in common, and its [kind](StateKind).
///
/// Follows "Common state fields" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// `Comment`: a description for people.
    pub comment: Option<String>,
    /// `QueryLanguage`; the machine's when absent.
    pub query_language: Option<QueryLanguage>,
    /// `Type` and the fields that go with it.
    pub kind: StateKind,
    /// Fields of the state that only JSONPath has, such as `InputPath` and `Parameters`.
    pub jsonpath: JsonPathFields,
    /// How the fields were ordered when read.
    pub order: FieldOrder,
}

impl State {
    /// A state of this kind with nothing else set.
    pub fn new(kind: StateKind) -> Self {
        Self { kind, ..Self::default() }
    }

    /// `Retry`: the retriers, for the kinds that have them.
    pub fn retry(&self) -> &[Retrier] {
        match &self.kind {
            StateKind::Task(task) => &task.retry,
            StateKind::Parallel(parallel) => &parallel.retry,
            StateKind::Map(map) => &map.retry,
            _ => &[],
        }
    }

    /// `Catch`: the catchers, for the kinds that have them.
    pub fn catch(&self) -> &[Catcher] {
        match &self.kind {
            StateKind::Task(task) => &task.catch,
            StateKind::Parallel(parallel) => &parallel.catch,
            StateKind::Map(map) => &map.catch,
            _ => &[],
        }
    }

    /// `Assign` of the state itself, for the kinds that have it.
    pub fn assign(&self) -> Option<&Assign> {
        match &self.kind {
            StateKind::Task(task) => Some(&task.assign),
            StateKind::Pass(pass) => Some(&pass.assign),
            StateKind::Choice(choice) => Some(&choice.assign),
            StateKind::Wait(wait) => Some(&wait.assign),
            StateKind::Parallel(parallel) => Some(&parallel.assign),
            StateKind::Map(map) => Some(&map.assign),
            StateKind::Succeed(_) | StateKind::Fail(_) => None,
        }
    }

    /// `Output` of the state itself, if it has one.
    pub fn output(&self) -> Option<&Template> {
        match &self.kind {
            StateKind::Task(task) => task.output.as_ref(),
            StateKind::Pass(pass) => pass.output.as_ref(),
            StateKind::Choice(choice) => choice.output.as_ref(),
            StateKind::Wait(wait) => wait.output.as_ref(),
            StateKind::Succeed(succeed) => succeed.output.as_ref(),
            StateKind::Parallel(parallel) => parallel.output.as_ref(),
            StateKind::Map(map) => map.output.as_ref(),
            StateKind::Fail(_) => None,
        }
    }

    /// `Next` or `End`; none for Choice, Succeed and Fail.
    pub fn transition(&self) -> Option<&Transition> {
        match &self.kind {
            StateKind::Task(task) => Some(&task.transition),
            StateKind::Pass(pass) => Some(&pass.transition),
            StateKind::Wait(wait) => Some(&wait.transition),
            StateKind::Parallel(parallel) => Some(&parallel.transition),
            StateKind::Map(map) => Some(&map.transition),
            StateKind::Choice(_) | StateKind::Succeed(_) | StateKind::Fail(_) => None,
        }
    }
}

impl From<StateKind> for State {
    fn from(kind: StateKind) -> Self {
        Self::new(kind)
    }
}

/// `Type`, with the fields of that type.
#[derive(Clone, Debug, PartialEq)]
pub enum StateKind {
    /// One unit of work, done outside of the machine.
    Task(Box<Task>),
    /// Passes its input on, transformed.
    Pass(Pass),
    /// Goes on at one of several states.
    Choice(Choice),
    /// Goes on later.
    Wait(Wait),
    /// Ends its scope successfully.
    Succeed(Succeed),
    /// Ends the execution, or fails the enclosing Parallel or Map, with an error.
    Fail(Fail),
    /// Runs branches at the same time.
    Parallel(Parallel),
    /// Runs one workflow for each item of a list.
    Map(Box<Map>),
}

impl StateKind {
    /// The text of the `Type` field.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Task(_) => "Task",
            Self::Pass(_) => "Pass",
            Self::Choice(_) => "Choice",
            Self::Wait(_) => "Wait",
            Self::Succeed(_) => "Succeed",
            Self::Fail(_) => "Fail",
            Self::Parallel(_) => "Parallel",
            Self::Map(_) => "Map",
        }
    }
}

/// The smallest state that is a valid machine by itself: Succeed.
impl Default for StateKind {
    fn default() -> Self {
        Self::Succeed(Succeed::default())
    }
}

/// Where a state goes on when it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Transition {
    /// `Next`: at the state of this name, in the same scope.
    Next(String),
    /// `"End": true`: nowhere, the scope is done.
    #[default]
    End,
}
