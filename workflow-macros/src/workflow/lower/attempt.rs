//! `?` on values, and values that are the `Result` of their scope: a Choice state decides.

use super::{Cursor, Dest, Lower, name};
use crate::catalogue::code;
use crate::workflow::graph::{Condition, ErrorPattern, Failing, Rule, Source, StateKind, Target, Value};
use crate::workflow::syntax::{Effect, Expr, ExprKind, Note, Pattern, attempted, binds, bound_by};

impl<'a> Lower<'a, '_> {
    /// `operand?`, where the operand is no effect.
    pub(super) fn attempt(&mut self, expr: &'a Expr, operand: &'a Expr, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        if let Dest::Return = dest {
            self.report.error_at(
                code::TRIED_AND_RETURNED,
                expr,
                "what this scope gives is a `Result`\n  = help: leave out the `?`, or write `Ok(..)` around it",
            );
            return Cursor::new();
        }
        let attempt = attempted(operand);
        self.graph.tried.insert(operand.id);
        if let (ExprKind::Await(effect), Some((pattern, error))) = (&attempt.subject.kind, attempt.error)
            && effect.can_fail()
        {
            return self.with_other_error(attempt.subject, effect, pattern, error, dest, cursor);
        }
        if let Some((_, error)) = attempt.error
            && error.may_fault()
        {
            self.report.error_at(code::ERROR_MAY_FAULT, error, "the error may have no value, which has to show before it is decided whether there is one\n  = help: bind what it is made of with `let` first");
            return cursor;
        }
        if let Some((Some(pattern), _)) = attempt.error
            && binds(pattern)
        {
            self.report.error_at(code::ERROR_OF_A_VALUE, pattern, "a definition knows no more of this error than that there is one\n  = help: write `|_|`, or use `match`");
            bound_by(pattern, &mut |var, _| self.vars.forget_error(var));
            return cursor;
        }
        let (value, held, missing) = self.decide(expr, attempt.subject, cursor);
        match attempt.error {
            Some((_, error)) => self.err(error, error, missing),
            None => self.fail_with(operand, attempt.subject, value.clone(), &missing),
        }
        self.store_value(Value::Held(Box::new(value), attempt.subject), dest, &held);
        held
    }

    /// `effect.await.map_err(|pattern| error)?`: a Catcher leads to the other error.
    fn with_other_error(
        &mut self,
        site: &'a Expr,
        effect: &'a Effect,
        pattern: Option<&'a Pattern>,
        error: &'a Expr,
        dest: Dest<'a>,
        cursor: Cursor,
    ) -> Cursor {
        let next = self.effect(site, effect, vec![vec![ErrorPattern::Any]], cursor);
        for edge in self.catch_edges(site) {
            if let Some(pattern) = pattern {
                self.bind_error(site, pattern, edge);
            }
            self.err(error, error, vec![edge]);
        }
        self.store_value(Value::Result(site.id, effect), dest, &vec![next]);
        vec![next]
    }

    /// A value that is the `Result` of its scope.
    pub(super) fn returned_value(&mut self, expr: &'a Expr, cursor: Cursor) {
        if !expr.kind.may_be_result() {
            return self.refuse_result(expr);
        }
        if self.settles() {
            let cursor = self.hoist(expr, cursor);
            let state = self.give(&cursor, Value::Expr(expr), expr);
            self.graph.on_ok.extend(state.map(|state| (expr.id, state)));
            self.graph.on_err.extend(state.map(|state| (expr.id, state)));
            return;
        }
        let (value, held, missing) = self.decide(expr, expr, cursor);
        self.fail_with(expr, expr, value.clone(), &missing);
        let state = self.give(&held, Value::Held(Box::new(value), expr), expr);
        self.graph.on_ok.extend(state.map(|state| (expr.id, state)));
    }

    /// A Choice state on whether there is a value: the value, and the ways on with it and without it.
    fn decide(&mut self, site: &'a Expr, subject: &'a Expr, cursor: Cursor) -> (Value<'a>, Cursor, Cursor) {
        let (value, cursor) = self.scrutinee(subject, cursor);
        let state = self.choice(site, subject, cursor);
        let (held, missing) = (self.graph.add_edge(Source::Branch(state)), self.graph.add_edge(Source::Branch(state)));
        let rule = Rule { condition: Condition::Holds(value.clone(), subject), edge: held };
        self.set_rules(state, vec![rule], Some(missing));
        (value, vec![held], vec![missing])
    }

    /// Fails with the error in a `Result`.
    fn fail_with(&mut self, site: &'a Expr, subject: &'a Expr, result: Value<'a>, cursor: &Cursor) {
        if self.settles() {
            let state = self.give(cursor, result, site);
            self.graph.on_err.extend(state.map(|state| (site.id, state)));
            return;
        }
        let (base, error) = (format!("{}Failed", name::of_value(subject)), Failing::Of(result));
        let state = self.state(base, &Note::default(), site, StateKind::Fail { error });
        self.graph.on_err.insert(site.id, state);
        self.lead(cursor, Target::State(state));
    }
}
