//! The state graph: which states there are, what they are called and where each leads. Text is filled in later.

use super::syntax::{Effect, Expr, ExprId, Note, Pattern, VarId};
use crate::extent::Extent;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

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
    /// Effects inside larger expressions: the variable that keeps the result.
    pub(crate) hoisted: HashMap<ExprId, VarId>,
    /// Effects in a condition: the Choice state that is entered after the last of them.
    pub(crate) conditions: HashMap<ExprId, StateId>,
    /// The Choice state of a `let .. else`, by the value that is looked at.
    pub(crate) let_else: HashMap<ExprId, StateId>,
    /// The states that a `Result` leads to, by the expression that gives it: with a value, and with an error.
    pub(crate) on_ok: HashMap<ExprId, StateId>,
    pub(crate) on_err: HashMap<ExprId, StateId>,
    /// The `Ok`s in a conditional output: what they hold is the output.
    pub(crate) outcomes: std::collections::HashSet<ExprId>,
    /// Values that are the operands of `?`.
    pub(crate) tried: std::collections::HashSet<ExprId>,
    /// The scope of each branch, by the expression of the Parallel or Map state and the branch's position.
    pub(crate) branches: HashMap<(ExprId, usize), ScopeId>,
    /// Values computed at the start of a scope that its first state takes over: a fault shows in that state.
    pub(crate) taken_over: HashMap<ExprId, StateId>,
    /// The end that a conditional result comes to.
    pub(crate) ends: HashMap<ExprId, StateId>,
    /// States that the definition does not have: Choice states whose rules are those of the Choice state before them, and
    /// what nothing leads to.
    pub(crate) left_out: HashSet<StateId>,
    /// What `for` loops go through.
    pub(crate) iterated: HashSet<ExprId>,
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
    /// Whether it gives its `Result` as a value: a branch of `join!`, which does not fail.
    pub(crate) settles: bool,
    /// Whether states end it that share the code of its end with ways out of Choice states and Catchers, which lead to
    /// a Succeed state: the native body then has to know which way it came.
    pub(crate) ends_both_ways: bool,
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
        error: Failing<'a>,
    },
    /// Fails as a child execution has.
    FailAgain {
        failure: VarId,
    },
}

/// What a Fail state fails with.
pub(crate) enum Failing<'a> {
    /// An error that is written out or was caught.
    Expr(&'a Expr),
    /// The error in a `Result`.
    Of(Value<'a>),
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
#[derive(Clone)]
pub(crate) enum ErrorPattern {
    Any,
    /// Identifiers of a variant and of the variants inside transparent ones.
    Variant(Vec<String>),
}

#[derive(Clone)]
pub(crate) struct Rule<'a> {
    pub(crate) condition: Condition<'a>,
    pub(crate) edge: EdgeId,
}

#[derive(Clone)]
pub(crate) enum Condition<'a> {
    /// A condition of `if` or `while`, which may bind.
    Expr(&'a Expr),
    /// A pattern that a value has to match, and a guard.
    Pattern(Value<'a>, &'a Pattern, Option<&'a Expr>),
    /// An `Option` is `Some`, a `Result` is `Ok`.
    Holds(Value<'a>, &'a Expr),
    /// A child execution failed with an error that an arm takes.
    Failed { site: ExprId, failure: VarId, patterns: Vec<ErrorPattern> },
    /// There is another item of a `for` loop.
    HasNext { list: Value<'a>, index: VarId },
    /// A counter has not got to the end of its range.
    Before { index: VarId, end: Value<'a>, closed: bool },
    /// A condition that is looked at after assignments, where another one holds if there is one. Without a condition of
    /// its own it is the other one.
    Within { outer: Option<Rc<Condition<'a>>>, ops: Vec<Op<'a>>, inner: Option<Rc<Condition<'a>>> },
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
    Fold(Fold<'a>),
}

/// An `if` or `match` that decides between assignments.
#[derive(Clone)]
pub(crate) struct Fold<'a> {
    pub(crate) expr: &'a Expr,
    /// What it may assign.
    pub(crate) assigned: Vec<VarId>,
    /// What it reads, the variables among it that it may leave as they are.
    pub(crate) read: BTreeSet<VarId>,
    /// What is computed if any of its variables is, those it may leave as they are if they are.
    pub(crate) surely_read: BTreeSet<VarId>,
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
    /// `Ok(value)` and `Err(error)` as values.
    Settled(Box<Value<'a>>),
    Failed(Box<Value<'a>>),
    /// The `Error` and `Cause` of an error that is written out or was caught.
    Error(&'a Expr),
    /// What `Some` or `Ok` holds, in the value of an expression.
    Held(Box<Value<'a>>, &'a Expr),
    /// The `Error` and `Cause` that a child execution failed with, in a Catcher.
    ChildFailure,
    /// The input of an iteration.
    Input,
    /// The item of a `for` loop.
    Item(Box<Value<'a>>, VarId),
    Zero,
    Increment(VarId),
    /// The variable that an assignment to a part of it changes, afterwards.
    Updated(&'a Expr),
    /// What such an assignment gives: `list.pop()`.
    Taken(&'a Expr),
    Null,
    /// A value that is computed although nothing reads it: that of a variable which is assigned anew at once.
    Kept(VarId),
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

    /// The states that the definition has.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &State<'a>> {
        let states = self.states.iter().enumerate();
        states.filter(|(i, _)| !self.left_out.contains(&StateId(*i))).map(|(_, state)| state)
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
