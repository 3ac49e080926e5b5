//! From the tree to the state graph.
//!
//! A *cursor* is the set of ways that lead to the code being lowered. Computing a value adds an assignment to each of
//! them, an effect makes a state that they lead to; where branches come together again, their ways are one cursor.

mod assign;
mod attempt;
mod catch;
mod control;
mod drawn;
mod effect;
mod execution;
mod finish;
mod fold;
mod inline;
mod live;
mod loops;
mod merge;
mod name;
mod output;
mod overwritten;
mod reach;
mod result;
mod share;
mod uses;

pub(crate) use fold::assigned;

use super::graph::{Edge, EdgeId, Graph, Op, Scope, ScopeId, Source, State, StateId, StateKind, Target, Value};
use super::syntax::{
    Block, Expr, ExprKind, Note, Pattern, PatternKind, Stmt, VarId, Variables, Workflow, binds, last_ident,
};
use crate::catalogue::code;
use crate::extent::Extent;
use crate::report::Report;
use proc_macro2::Span;

/// The ways that lead to a place; none means that it is never reached.
pub(super) type Cursor = Vec<EdgeId>;

/// What becomes of a value.
#[derive(Clone, Copy)]
pub(super) enum Dest<'a> {
    Ignore,
    Var(VarId),
    Pattern(&'a Pattern),
    /// It is the `Result` of the scope.
    Return,
}

pub(super) struct Lower<'a, 'r> {
    report: &'r mut Report,
    vars: &'r mut Variables,
    graph: Graph<'a>,
    scope: ScopeId,
    /// The arms and bindings around the code, innermost last.
    labels: Vec<String>,
    loops: Vec<LoopFrame<'a>>,
    /// The Succeed state of each scope, once there is one.
    done: Vec<(ScopeId, StateId)>,
    /// Fail states that several ways may share, by scope and error.
    fails: Vec<(ScopeId, &'a Expr, StateId)>,
}

/// A loop, or a block with a label, around the code.
pub(super) struct LoopFrame<'a> {
    label: Option<String>,
    scope: ScopeId,
    is_loop: bool,
    /// What becomes of the value that `break` gives.
    dest: Dest<'a>,
    continues: Cursor,
    breaks: Cursor,
}

/// Makes the state graph of a workflow.
pub(crate) fn lower<'a>(workflow: &'a Workflow, vars: &mut Variables, report: &mut Report) -> Graph<'a> {
    let mut lower = Lower {
        report,
        vars,
        graph: Graph::default(),
        scope: ScopeId(0),
        labels: Vec::new(),
        loops: Vec::new(),
        done: Vec::new(),
        fails: Vec::new(),
    };
    let cursor = lower.open_scope(String::new(), false);
    let rest = lower.block(&workflow.body, Dest::Return, cursor);
    lower.expect_end(&rest, workflow.body.span);
    lower.check_uses(&workflow.body);
    lower.finish()
}

impl<'a> Lower<'a, '_> {
    /// Begins a scope; the cursor is its start.
    fn open_scope(&mut self, label: String, settles: bool) -> Cursor {
        let id = ScopeId(self.graph.scopes.len());
        let entry = self.graph.add_edge(Source::Entry(id));
        self.graph.scopes.push(Scope { entry, label, settles, ends_both_ways: false, pass: None });
        self.scope = id;
        vec![entry]
    }

    fn expect_end(&mut self, cursor: &Cursor, span: Span) {
        if !cursor.is_empty() && self.report.is_empty() {
            self.report.error_at(
                code::NO_RESULT_AT_END,
                span,
                "the end of this body gives no `Result`\n  = help: end it with `Ok(..)`",
            );
        }
    }

    fn block(&mut self, block: &'a Block, dest: Dest<'a>, mut cursor: Cursor) -> Cursor {
        for stmt in &block.stmts {
            cursor = match stmt {
                Stmt::Let(binding) => self.binding(binding, cursor),
                Stmt::Expr(expr) => self.expr(expr, Dest::Ignore, cursor),
                Stmt::Trace(_) => cursor,
            };
        }
        match (&block.tail, dest) {
            (Some(tail), _) => self.expr(tail, dest, cursor),
            (None, Dest::Pattern(_) | Dest::Var(_) | Dest::Ignore | Dest::Return) => cursor,
        }
    }

    fn binding(&mut self, binding: &'a super::syntax::Let, cursor: Cursor) -> Cursor {
        let Some(init) = &binding.init else { return cursor };
        let label = match &binding.pattern.kind {
            PatternKind::Bind(var, _, _) => Some(name::pascal(self.vars.name(*var))),
            _ => None,
        };
        self.labels.extend(label.clone());
        let cursor = match &binding.otherwise {
            Some(otherwise) => self.let_else(binding, init, otherwise, cursor),
            None => self.expr(init, Dest::Pattern(&binding.pattern), cursor),
        };
        if label.is_some() {
            self.labels.pop();
        }
        cursor
    }

    /// Lowers an expression whose value goes to `dest`.
    fn expr(&mut self, expr: &'a Expr, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        use ExprKind as K;
        match (&expr.kind, dest) {
            (K::Refused, _) => cursor,
            (K::Block(block), _) if !expr.is_pure() || matches!(dest, Dest::Return | Dest::Ignore) => {
                self.block(block, dest, cursor)
            }
            (K::Return(value), _) => {
                match value {
                    Some(value) => drop(self.expr(value, Dest::Return, cursor)),
                    None => self.refuse_result(expr),
                }
                Cursor::new()
            }
            (K::Break(label, value), _) => self.break_loop(expr, label.as_ref(), value.as_deref(), cursor),
            (K::Continue(label), _) => self.continue_loop(expr, label.as_ref(), cursor),
            (K::Labelled(label, block), _) => self.labelled_block(label, block, dest, cursor),
            (K::While(repeat), _) => self.while_loop(expr, repeat, cursor),
            (K::Loop(repeat), _) => self.endless_loop(expr, repeat, dest, cursor),
            (K::For(repeat), _) => self.for_loop(expr, repeat, cursor),
            (K::Assign(place, value) | K::AssignOp(place, _, value), _) => self.assign(expr, place, value, cursor),
            (K::Destructure(pattern, value), _) => self.expr(value, Dest::Pattern(pattern), cursor),
            (K::Change(call), _) => self.change(expr, call, dest, cursor),
            (K::Await(effect), _) => self.awaited(expr, effect, dest, cursor),
            (K::Try(operand), _) => match &operand.kind {
                K::Await(effect) => self.tried(operand, effect, dest, cursor),
                _ => self.attempt(expr, operand, dest, cursor),
            },
            (K::If(_) | K::Match(_), _) if self.is_fold(expr, dest, &cursor) => self.fold(expr, cursor),
            (K::If(_) | K::Match(_), Dest::Return) if output::is_output(expr) => self.conditional_end(expr, cursor),
            (K::If(branch), _) if self.is_control(expr, dest) => self.if_state(expr, branch, dest, cursor),
            (K::Match(choice), _) if self.is_control(expr, dest) => self.match_state(expr, choice, dest, cursor),
            (_, Dest::Return) => self.returned(expr, cursor),
            (K::Drawn(..), _) => {
                self.store_value(Value::Drawn(expr), dest, &cursor);
                cursor
            }
            _ => {
                let cursor = self.hoist(expr, cursor);
                self.store(expr, dest, &cursor);
                cursor
            }
        }
    }

    /// Whether an `if` or `match` needs a Choice state rather than a conditional expression.
    fn is_control(&self, expr: &Expr, dest: Dest<'_>) -> bool {
        !expr.is_pure() || matches!(dest, Dest::Return)
    }

    /// Puts a value where it goes. One that goes nowhere and may not exist is kept all the same, so that it is computed.
    fn store(&mut self, expr: &'a Expr, dest: Dest<'a>, cursor: &Cursor) {
        let goes_nowhere = match dest {
            Dest::Ignore => true,
            Dest::Pattern(pattern) => !binds(pattern),
            Dest::Var(_) | Dest::Return => false,
        };
        if goes_nowhere && expr.may_fault() {
            let unused = self.vars.declare_late("unused", self.scope.0);
            return self.store_value(Value::Expr(expr), Dest::Var(unused), cursor);
        }
        self.store_value(Value::Expr(expr), dest, cursor);
    }

    fn store_value(&mut self, value: Value<'a>, dest: Dest<'a>, cursor: &Cursor) {
        match dest {
            Dest::Var(var) => self.op(cursor, || Op::Set(var, value.clone())),
            Dest::Pattern(pattern) => self.op(cursor, || Op::Bind(pattern, value.clone())),
            Dest::Ignore | Dest::Return => {}
        }
    }

    /// Adds an assignment to every way of the cursor.
    fn op(&mut self, cursor: &Cursor, op: impl Fn() -> Op<'a>) {
        for edge in cursor {
            if let Some(edge) = self.graph.edge_mut(*edge) {
                edge.ops.push(op());
            }
        }
    }

    /// Leads every way of the cursor to a target.
    fn lead(&mut self, cursor: &Cursor, target: Target) {
        for edge in cursor {
            if let Some(Edge { target: open, .. }) = self.graph.edge_mut(*edge) {
                *open = target;
            }
        }
    }

    /// Makes a state of this scope.
    fn state(&mut self, base: String, note: &Note, place: impl Into<Extent>, kind: StateKind<'a>) -> StateId {
        let id = StateId(self.graph.states.len());
        let qualifier = self.labels.last().cloned();
        let (note, place) = (note.clone(), place.into());
        self.graph.states.push(State {
            scope: self.scope,
            base,
            qualifier,
            words: None,
            name: String::new(),
            note,
            place,
            kind,
        });
        id
    }

    /// Takes the effects out of an expression: each becomes a state of its own before the value is computed.
    fn hoist(&mut self, expr: &'a Expr, mut cursor: Cursor) -> Cursor {
        if expr.is_pure() {
            return cursor;
        }
        let mut children = Vec::new();
        if evaluates_all(&expr.kind) {
            expr.children(&mut |child| children.push(child));
        } else if let ExprKind::If(_) | ExprKind::Match(_) | ExprKind::Logic(..) = expr.kind {
            // Effects in what is always computed come first; what may not be reached has to be pure.
            expr.strict_children(&mut |child| children.push(child));
            let mut other = None;
            expr.children(&mut |child| {
                let is_strict = children.iter().any(|strict| strict.id == child.id);
                other = other.or((!is_strict && !child.is_pure()).then_some(child));
            });
            if let Some(other) = other {
                self.refuse_inside(first_effect(other));
                return cursor;
            }
        } else {
            self.refuse_inside(first_effect(expr));
            return cursor;
        }
        let mut faulting = false;
        let mut before: Vec<&Expr> = Vec::new();
        for child in children {
            self.check_order(&before, child);
            before.push(child);
            if !child.awaits_nothing() && faulting {
                self.report.error_at(code::FAULT_BEFORE_TASK, child, "an operand before this task's call may have no value, which has to show before the call is made\n  = help: bind that operand with `let` first");
            }
            faulting |= child.is_pure() && child.may_fault();
            cursor = self.hoist_child(child, cursor);
        }
        cursor
    }

    /// Refuses what is no value where a value is computed.
    fn refuse_inside(&mut self, expr: &Expr) {
        let (code, message) = match &expr.kind {
            ExprKind::Await(_) | ExprKind::Try(_) => (
                code::AWAIT_WHERE_SKIPPED,
                "a task cannot be awaited here, where it may or may not be reached\n  = help: bind its result with `let` first",
            ),
            ExprKind::Drawn(..) => (
                code::DRAWN_WHERE_SKIPPED,
                "another value each time cannot stand here, where it may or may not be reached\n  = help: bind it with `let` first",
            ),
            ExprKind::Assign(..) | ExprKind::AssignOp(..) | ExprKind::Destructure(..) | ExprKind::Change(_) => (
                code::CHANGED_INSIDE,
                "a variable cannot change inside a larger expression\n  = help: make it a statement of its own",
            ),
            _ => (
                code::CONTROL_INSIDE,
                "this decides where control goes, which cannot stand inside a larger expression\n  = help: make it a statement of its own, or bind its value with `let` first",
            ),
        };
        self.report.error_at(code, expr, message);
    }

    fn hoist_child(&mut self, child: &'a Expr, cursor: Cursor) -> Cursor {
        match &child.kind {
            ExprKind::Try(_) | ExprKind::Await(_) => {
                let var = self.vars.declare_late("result", self.scope.0);
                self.graph.hoisted.insert(child.id, var);
                self.expr(child, Dest::Var(var), cursor)
            }
            ExprKind::Drawn(path, _) => {
                let name = match last_ident(path) {
                    Some(function) if function == "now" => "moment",
                    Some(function) if function == "uuid" => "new_uuid",
                    _ => "random_number",
                };
                let var = self.vars.declare_late(name, self.scope.0);
                self.graph.hoisted.insert(child.id, var);
                self.expr(child, Dest::Var(var), cursor)
            }
            ExprKind::Change(_) => {
                let var = self.vars.declare_late("taken", self.scope.0);
                self.graph.hoisted.insert(child.id, var);
                self.expr(child, Dest::Var(var), cursor)
            }
            _ => self.hoist(child, cursor),
        }
    }
}

/// What is awaited first in an expression.
fn first_effect(expr: &Expr) -> &Expr {
    let mut inside = None;
    if !matches!(expr.kind, ExprKind::Await(_)) {
        expr.children(&mut |child| inside = inside.or((!child.is_pure()).then_some(child)));
    }
    inside.map_or(expr, first_effect)
}

/// Whether all operands are evaluated whenever the expression is, in order.
fn evaluates_all(kind: &ExprKind) -> bool {
    use ExprKind as K;
    !matches!(
        kind,
        K::If(_)
            | K::Match(_)
            | K::Logic(..)
            | K::Closure(_)
            | K::Block(_)
            | K::Return(_)
            | K::Break(..)
            | K::Continue(_)
            | K::Labelled(..)
            | K::Assign(..)
            | K::AssignOp(..)
            | K::Destructure(..)
            | K::Change(_)
            | K::While(_)
            | K::Loop(_)
            | K::For(_)
    )
}
