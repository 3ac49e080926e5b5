//! The state graph: which states there are, what they are called and where each leads. Text is filled in later.

use super::syntax::{Effect, Expr, ExprId, Note, Pattern, VarId};
use crate::extent::Extent;
use std::collections::HashMap;

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct StateId(pub(crate) usize);

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct EdgeId(pub(crate) usize);

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ScopeId(pub(crate) usize);

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct JoinId(pub(crate) usize);

/// The states of a workflow and what the native body has to know about them.
#[derive(Default)]
pub(crate) struct Graph<'a> {
    pub(crate) scopes: Vec<Scope>,
    pub(crate) states: Vec<State<'a>>,
    pub(crate) edges: Vec<Edge<'a>>,
    /// For each join, the edge that leads on from it and the loop that it is the head of.
    pub(crate) joins: Vec<(EdgeId, Extent)>,
    /// The state that an expression stands for, if control says so when it gets there.
    pub(crate) sites: HashMap<ExprId, StateId>,
    /// The Choice state between the arms for `Ok` of what an expression awaits.
    pub(crate) ok_choices: HashMap<ExprId, StateId>,
    /// Effects inside larger expressions: the variable that keeps the result.
    pub(crate) hoisted: HashMap<ExprId, VarId>,
    /// Errors bound by a Catcher: they stand for `{"Error": .., "Cause": ..}`.
    pub(crate) error_vars: Vec<VarId>,
    /// The scope of each branch, by the expression of the Parallel or Map state and the branch's position.
    pub(crate) branches: HashMap<(ExprId, usize), ScopeId>,
    /// Values computed at the start of a scope that its first state takes over: a fault shows in that state.
    pub(crate) taken_over: HashMap<ExprId, StateId>,
    /// What follows the failure of the child execution at a site.
    pub(crate) children: HashMap<ExprId, ChildFailure>,
    /// Values that read what was drawn just before: the Pass state that computes them.
    pub(crate) passes: HashMap<ExprId, StateId>,
}

/// The workflow itself, a branch, or an iteration.
pub(crate) struct Scope {
    pub(crate) entry: EdgeId,
    /// What the states of this scope are called after when their names collide.
    pub(crate) label: String,
    /// A Pass state that its first assignments need, decided at the end.
    pub(crate) pass: Option<StateId>,
}

pub(crate) struct State<'a> {
    pub(crate) scope: ScopeId,
    /// What the state does, in words: its name if no other has it.
    pub(crate) base: String,
    /// The arm or binding around it.
    pub(crate) qualifier: Option<String>,
    /// Its condition in words, for Choice states that nothing else tells apart.
    pub(crate) words: Option<String>,
    pub(crate) name: String,
    pub(crate) note: Note,
    /// Where it stands in the source.
    pub(crate) place: Extent,
    pub(crate) kind: StateKind<'a>,
}

pub(crate) enum StateKind<'a> {
    /// A Task, Parallel, Map or Wait state.
    Effect {
        site: ExprId,
        effect: &'a Effect,
        next: EdgeId,
        catches: Vec<Catch>,
    },
    Choice {
        rules: Vec<Rule<'a>>,
        default: Option<EdgeId>,
    },
    Pass {
        next: EdgeId,
    },
    Succeed {
        output: Option<Value<'a>>,
    },
    Fail {
        error: &'a Expr,
    },
    /// Fails as a child execution has.
    FailAgain {
        failure: VarId,
    },
}

pub(crate) struct Catch {
    pub(crate) site: ExprId,
    pub(crate) patterns: Vec<ErrorPattern>,
    pub(crate) edge: EdgeId,
}

/// Where the failure of a child execution leads.
#[derive(Clone, Copy)]
pub(crate) struct ChildFailure {
    /// The variable that has its `Error` and `Cause`.
    pub(crate) failure: VarId,
    /// The Choice state between the arms, if there are any.
    pub(crate) choice: Option<StateId>,
    /// The Fail state for errors that no arm takes.
    pub(crate) fail: StateId,
}

/// Which errors an arm takes.
pub(crate) enum ErrorPattern {
    Any,
    /// Identifiers of a variant and of the variants inside transparent ones.
    Variant(Vec<String>),
}

pub(crate) struct Rule<'a> {
    pub(crate) condition: Condition<'a>,
    pub(crate) edge: EdgeId,
}

pub(crate) enum Condition<'a> {
    /// A condition of `if` or `while`, which may bind.
    Expr(&'a Expr),
    /// A pattern that a value has to match, and a guard.
    Pattern(Value<'a>, &'a Pattern, Option<&'a Expr>),
    /// A child execution failed with an error that an arm takes.
    Failed { site: ExprId, failure: VarId, patterns: Vec<ErrorPattern> },
    /// There is another item of a `for` loop.
    HasNext { list: Value<'a>, index: VarId },
}

/// A way from one state to the next, with what it assigns.
pub(crate) struct Edge<'a> {
    pub(crate) from: Source,
    pub(crate) ops: Vec<Op<'a>>,
    pub(crate) output: Option<Value<'a>>,
    pub(crate) target: Target,
    /// Variables that are assigned on this way because something later reads them; filled in at the end.
    pub(crate) live: Vec<VarId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Entry(ScopeId),
    /// The `Next` of a state, which may be its `End`.
    Next(StateId),
    /// A Choice rule, a Choice's default or a Catcher: it cannot end the scope by itself.
    Branch(StateId),
    Join(JoinId),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nothing follows yet.
    Open,
    State(StateId),
    Join(JoinId),
    End,
}

#[derive(Clone)]
pub(crate) enum Op<'a> {
    Set(VarId, Value<'a>),
    Bind(&'a Pattern, Value<'a>),
    /// Fields of a caught error.
    BindError(ExprId, Vec<String>, &'a [(syn::Member, Pattern)]),
}

/// A value of the definition.
#[derive(Clone)]
pub(crate) enum Value<'a> {
    Expr(&'a Expr),
    /// `now()`, `uuid()` or `random()`: has to be assigned before anything reads it.
    Drawn(&'a Expr),
    /// The result of the effect at a site.
    Result(ExprId, &'a Effect),
    /// A variable, with the expression whose type it has.
    Var(VarId, Option<&'a Expr>),
    /// The `Error` and `Cause` of a Catcher.
    Caught,
    /// The `Error` and `Cause` that a child execution failed with, in a Catcher.
    ChildFailure,
    /// The input of an iteration.
    Input,
    /// The item of a `for` loop.
    Item(Box<Value<'a>>, VarId),
    Zero,
    Increment(VarId),
    Null,
}

impl<'a> Graph<'a> {
    pub(crate) fn add_edge(&mut self, from: Source) -> EdgeId {
        let id = EdgeId(self.edges.len());
        self.edges.push(Edge { from, ops: Vec::new(), output: None, target: Target::Open, live: Vec::new() });
        id
    }

    pub(crate) fn edge(&self, id: EdgeId) -> Option<&Edge<'a>> {
        self.edges.get(id.0)
    }

    pub(crate) fn edge_mut(&mut self, id: EdgeId) -> Option<&mut Edge<'a>> {
        self.edges.get_mut(id.0)
    }

    pub(crate) fn state(&self, id: StateId) -> Option<&State<'a>> {
        self.states.get(id.0)
    }

    /// The name of the state that an expression stands for.
    pub(crate) fn site_name(&self, id: ExprId) -> Option<&str> {
        self.sites.get(&id).and_then(|state| self.state(*state)).map(|state| state.name.as_str())
    }

    /// All ways out of a state.
    pub(crate) fn exits(&self, id: StateId) -> Vec<EdgeId> {
        match self.state(id).map(|state| &state.kind) {
            Some(StateKind::Effect { next, catches, .. }) => {
                std::iter::once(*next).chain(catches.iter().map(|catch| catch.edge)).collect()
            }
            Some(StateKind::Choice { rules, default }) => rules.iter().map(|rule| rule.edge).chain(*default).collect(),
            Some(StateKind::Pass { next }) => vec![*next],
            _ => Vec::new(),
        }
    }
}
