//! How a scope ends: with an output, or in a Fail state.

use super::catch::error_var;
use super::{Cursor, Lower, name};
use crate::catalogue::code;
use crate::workflow::graph::{Failing, Source, StateId, StateKind, Target, Value};
use crate::workflow::syntax::{Expr, ExprKind, Note, last_ident};

impl<'a> Lower<'a, '_> {
    /// An expression that is the `Result` of its scope.
    pub(super) fn returned(&mut self, expr: &'a Expr, cursor: Cursor) -> Cursor {
        match &expr.kind {
            ExprKind::Ok(_, value) => self.ok(expr, value, cursor),
            ExprKind::Err(_, error) => self.err(expr, error, cursor),
            // The output has no value.
            ExprKind::Fault(_) => self.ok(expr, expr, cursor),
            _ => self.returned_value(expr, cursor),
        }
        Cursor::new()
    }

    /// Whether errors of the present scope are part of what it gives.
    pub(super) fn settles(&self) -> bool {
        self.graph.scopes.get(self.scope.0).is_some_and(|scope| scope.settles)
    }

    pub(super) fn refuse_result(&mut self, expr: &Expr) {
        self.report.error_at(code::NOT_A_RESULT, expr, "what a workflow gives is written `Ok(..)` or `Err(..)`, or is a task's own result\n  = help: write `Ok(..)` around the value");
    }

    fn ok(&mut self, site: &'a Expr, value: &'a Expr, cursor: Cursor) {
        if matches!(value.kind, ExprKind::Unit) {
            return self.end_with(&cursor, Value::Null, site);
        }
        if value.is_pure() {
            return self.end_with(&cursor, Value::Expr(value), site);
        }
        let cursor = self.hoist_child(value, cursor);
        self.end_with(&cursor, Value::Expr(value), site);
    }

    /// Ends the scope with the value in its `Ok`.
    pub(super) fn end_with(&mut self, cursor: &Cursor, output: Value<'a>, site: &'a Expr) {
        let output = if self.settles() { Value::Settled(Box::new(output)) } else { output };
        self.give(cursor, output, site);
    }

    /// Ends the scope with an output. A state that can be the last one is; ways out of a Choice state or a Catcher
    /// lead to one Succeed state that they share, carrying the output with them. Gives the Succeed state if there is one.
    pub(super) fn give(&mut self, cursor: &Cursor, output: Value<'a>, site: &'a Expr) -> Option<StateId> {
        if cursor.is_empty() {
            return None;
        }
        let sources: Vec<Source> =
            cursor.iter().filter_map(|edge| self.graph.edge(*edge)).map(|edge| edge.from).collect();
        if let [Source::Entry(_) | Source::Join(_)] = sources.as_slice() {
            let state = self.state("Done".into(), &site.note, site, StateKind::Succeed { output: Some(output) });
            self.graph.sites.insert(site.id, state);
            self.lead(cursor, Target::State(state));
            return Some(state);
        }
        let shared = (!sources.iter().all(|source| matches!(source, Source::Next(_)))).then(|| self.done(site));
        if let Some(state) = shared.filter(|_| !self.graph.sites.contains_key(&site.id)) {
            self.graph.sites.insert(site.id, state);
        }
        for edge in cursor {
            if let Some(edge) = self.graph.edge_mut(*edge) {
                edge.output = Some(output.clone());
                edge.target = shared.map_or(Target::End, Target::State);
            }
        }
        shared
    }

    /// The Succeed state of this scope.
    fn done(&mut self, site: &Expr) -> StateId {
        let scope = self.scope;
        if let Some((_, state)) = self.done.iter().find(|(of, _)| *of == scope) {
            return *state;
        }
        let state = self.state("Done".into(), &Note::default(), site, StateKind::Succeed { output: None });
        self.unqualify(state);
        self.done.push((scope, state));
        state
    }

    /// A state that several ways share is called after its scope and not after one of them.
    pub(super) fn unqualify(&mut self, state: StateId) {
        let label =
            self.graph.scopes.get(self.scope.0).map(|scope| scope.label.clone()).filter(|label| !label.is_empty());
        if let Some(state) = self.graph.states.get_mut(state.0) {
            state.qualifier = label;
        }
    }

    pub(super) fn err(&mut self, site: &'a Expr, error: &'a Expr, cursor: Cursor) {
        if matches!(error.kind, ExprKind::Refused) {
            return;
        }
        let cursor = self.hoist_child(error, cursor);
        if self.settles() {
            self.give(&cursor, Value::Failed(Box::new(Value::Error(error))), site);
            return;
        }
        if site.note.name.is_none() && self.fails_alike(site, error, &cursor) {
            return;
        }
        let Some(base) = self.error_name(error) else {
            // A variable that should have been a caught error, had its `match` been one.
            if matches!(error.kind, ExprKind::Var(..)) && !self.report.is_empty() {
                return;
            }
            return self.report.error_at(code::NOT_AN_ERROR, error, "an error is a variant of the workflow's error type, or one that was caught\n  = help: write `Err(MyError::Variant { .. })`");
        };
        let state = self.state(base, &site.note, site, StateKind::Fail { error: Failing::Expr(error) });
        self.graph.sites.insert(site.id, state);
        self.lead(&cursor, Target::State(state));
        if matches!(error.kind, ExprKind::Const(_)) {
            self.unqualify(state);
        }
        self.fails.push((self.scope, error, state));
    }

    /// What a Fail state is called: the error's variant.
    pub(super) fn error_name(&self, error: &Expr) -> Option<String> {
        match &error.kind {
            ExprKind::Const(path) => last_ident(path).map(ToString::to_string),
            ExprKind::Construct(construct) => last_ident(&construct.path).map(ToString::to_string),
            _ => {
                let var = error_var(error).filter(|var| self.vars.is_error(*var))?;
                Some(format!("FailWith{}", name::pascal(self.vars.name(var))))
            }
        }
    }
}
