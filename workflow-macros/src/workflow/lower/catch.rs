//! `match`, `if let` and `let else` on what an effect gives: a Catcher for each error that is handled.

use super::control::is_irrefutable;
use super::{Cursor, Dest, Lower, name};
use crate::catalogue::code;
use crate::workflow::graph::{ErrorPattern, Op, Source, Value};
use crate::workflow::syntax::{
    Arm, Block, Effect, Expr, ExprKind, If, Let, Pattern, PatternKind, binds, last_ident, nested_variant, without_into,
};

/// What an arm does.
#[derive(Clone, Copy)]
enum Body<'a> {
    Arm(&'a Arm),
    Block(&'a Block),
    Expr(&'a Expr),
    Nothing,
    /// The error is what the branch of a `join!` gives.
    PassOn,
}

/// An arm for errors: its pattern (none: every error) and what it does.
type ErrorArm<'a> = (Option<&'a Pattern>, Body<'a>);

impl<'a> Lower<'a, '_> {
    /// `match effect.await { .. }`
    pub(super) fn match_awaited(
        &mut self,
        site: &'a Expr,
        effect: &'a Effect,
        arms: &'a [Arm],
        dest: Dest<'a>,
        cursor: Cursor,
    ) -> Cursor {
        let mut value = None;
        let mut errors: Vec<ErrorArm<'a>> = Vec::new();
        for arm in arms {
            match &arm.pattern.kind {
                PatternKind::Ok(inner) => value = Some((&**inner, arm)),
                PatternKind::Err(inner) => errors.push((Some(inner), Body::Arm(arm))),
                PatternKind::Wild => errors.push((None, Body::Arm(arm))),
                PatternKind::Refused => {}
                _ => self.report.error_at(
                    code::ARM_OF_A_TASK,
                    &arm.pattern,
                    "an arm on what a task gives is `Ok(..)` or `Err(..)`\n  = help: write an arm for each",
                ),
            }
        }
        let (next, mut rest) = self.catching(site, effect, errors, dest, cursor);
        rest.extend(match value {
            Some(value) => self.value(site, effect, value, dest, vec![next]),
            None => vec![next],
        });
        rest
    }

    /// The arm for `Ok`, which takes every value.
    fn value(
        &mut self,
        site: &'a Expr,
        effect: &'a Effect,
        (pattern, arm): (&'a Pattern, &'a Arm),
        dest: Dest<'a>,
        cursor: Cursor,
    ) -> Cursor {
        self.op(&cursor, || Op::Bind(pattern, Value::Result(site.id, effect)));
        self.labelled(name::of_pattern(pattern), |lower| lower.expr(&arm.body, dest, cursor))
    }

    /// `if let Err(..) = effect.await { .. } else { .. }` and the same with `Ok`.
    pub(super) fn if_awaited(
        &mut self,
        branch: &'a If,
        pattern: Result<&'a Pattern, &'a Pattern>,
        effect: &'a Effect,
        site: &'a Expr,
        dest: Dest<'a>,
        cursor: Cursor,
    ) -> Cursor {
        let otherwise = branch.otherwise.as_deref().map_or(Body::Nothing, Body::Expr);
        match pattern {
            Err(inner) => {
                let mut errors = vec![(Some(inner), Body::Block(&branch.then))];
                if !is_any_error(inner) {
                    errors.push((None, otherwise));
                }
                let (next, mut rest) = self.catching(site, effect, errors, dest, cursor);
                rest.extend(self.run(site, otherwise, dest, vec![next]));
                rest
            }
            Ok(inner) => {
                let (next, mut rest) = self.catching(site, effect, vec![(None, otherwise)], dest, cursor);
                self.op(&vec![next], || Op::Bind(inner, Value::Result(site.id, effect)));
                rest.extend(self.block(&branch.then, dest, vec![next]));
                rest
            }
        }
    }

    /// `let Ok(name) = effect.await else { .. };`
    pub(super) fn let_else(
        &mut self,
        binding: &'a Let,
        init: &'a Expr,
        otherwise: &'a Block,
        cursor: Cursor,
    ) -> Cursor {
        let (ExprKind::Await(effect), PatternKind::Ok(inner)) = (&init.kind, &binding.pattern.kind) else {
            return self.let_else_value(binding, init, otherwise, cursor);
        };
        if !is_irrefutable(inner) {
            return self.let_else_value(binding, init, otherwise, cursor);
        }
        let (next, rest) = self.catching(init, effect, vec![(None, Body::Block(otherwise))], Dest::Ignore, cursor);
        self.op(&vec![next], || Op::Bind(inner, Value::Result(init.id, effect)));
        std::iter::once(next).chain(rest).collect()
    }

    /// `let pattern = value else { .. };`: a Choice state.
    fn let_else_value(&mut self, binding: &'a Let, init: &'a Expr, otherwise: &'a Block, cursor: Cursor) -> Cursor {
        use crate::workflow::graph::{Condition, Rule};
        let cursor = self.hoist_child(init, cursor);
        let own = self.graph.sites.get(&init.id).copied();
        let state = self.choice(init, init, cursor);
        // The value may be a state, or a decision, itself: its place is its own.
        match own {
            Some(own) => drop(self.graph.sites.insert(init.id, own)),
            None => drop(self.graph.sites.remove(&init.id)),
        }
        match own {
            Some(_) => drop(self.graph.conditions.insert(init.id, state)),
            None => drop(self.graph.let_else.insert(init.id, state)),
        }
        let (matches, misses) =
            (self.graph.add_edge(Source::Branch(state)), self.graph.add_edge(Source::Branch(state)));
        let condition = Condition::Pattern(Value::Expr(init), &binding.pattern, None);
        self.set_rules(state, vec![Rule { condition, edge: matches }], Some(misses));
        self.op(&vec![matches], || Op::Bind(&binding.pattern, Value::Expr(init)));
        let rest = self.labelled(Some("Otherwise".into()), |lower| lower.block(otherwise, Dest::Ignore, vec![misses]));
        std::iter::once(matches).chain(rest).collect()
    }

    /// Makes the state with its Catchers and lowers what they lead to; gives its `Next` and where the handlers end.
    fn catching(
        &mut self,
        site: &'a Expr,
        effect: &'a Effect,
        arms: Vec<ErrorArm<'a>>,
        dest: Dest<'a>,
        cursor: Cursor,
    ) -> (crate::workflow::graph::EdgeId, Cursor) {
        let mut handled = Vec::new();
        let mut passed_on = false;
        let mut returned = Vec::new();
        for (pattern, body) in arms {
            if is_unchanged(pattern, body, dest) {
                passed_on = true;
                returned.extend(returned_by(body));
                continue;
            }
            if passed_on {
                let span = pattern.map_or(site.span, |pattern| pattern.span);
                self.report.error_at(code::ARM_AFTER_UNCHANGED, span, "an arm that handles an error stands after one that returns it unchanged\n  = help: put the arms that return the error as it is last");
            }
            handled.push((pattern, body));
        }
        if passed_on && self.settles() {
            handled.push((None, Body::PassOn));
        }
        let patterns = handled.iter().map(|(pattern, _)| self.error_patterns(*pattern)).collect();
        let next = self.effect(site, effect, patterns, cursor);
        self.fails_again(site, returned);
        let mut rest = Cursor::new();
        for ((pattern, body), edge) in handled.into_iter().zip(self.catch_edges(site)) {
            if let Some(pattern) = pattern {
                self.bind_error(site, pattern, edge);
            }
            let label = pattern.and_then(name::of_error_pattern).or_else(|| Some("Error".into()));
            rest.extend(self.labelled(label, |lower| lower.run(site, body, dest, vec![edge])));
        }
        (next, rest)
    }

    fn run(&mut self, site: &'a Expr, body: Body<'a>, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        match body {
            Body::Arm(arm) => self.expr(&arm.body, dest, cursor),
            Body::Block(block) => self.block(block, dest, cursor),
            Body::Expr(expr) => self.expr(expr, dest, cursor),
            Body::Nothing => cursor,
            Body::PassOn => {
                self.settle(site, &cursor);
                Cursor::new()
            }
        }
    }

    fn error_patterns(&mut self, pattern: Option<&'a Pattern>) -> Vec<ErrorPattern> {
        let Some(pattern) = pattern else { return vec![ErrorPattern::Any] };
        match &pattern.kind {
            PatternKind::Wild | PatternKind::Bind(_, _, None) => vec![ErrorPattern::Any],
            PatternKind::Bind(_, _, Some(inner)) => self.error_patterns(Some(inner)),
            PatternKind::Or(cases) => cases.iter().flat_map(|case| self.error_patterns(Some(case))).collect(),
            PatternKind::Path(path, fields) => {
                let mut idents: Vec<String> = last_ident(path).map(ToString::to_string).into_iter().collect();
                nested_variant(fields, &mut idents);
                vec![ErrorPattern::Variant(idents)]
            }
            PatternKind::Refused => Vec::new(),
            _ => {
                self.report.error_at(
                    code::ERROR_PATTERN,
                    pattern,
                    "an error is matched by its variant, by a name or by `_`\n  = help: write `Err(MyError::Variant { .. })`",
                );
                Vec::new()
            }
        }
    }

    /// What the pattern of an error binds: the error itself, or fields of its cause.
    pub(super) fn bind_error(&mut self, site: &'a Expr, pattern: &'a Pattern, edge: crate::workflow::graph::EdgeId) {
        match &pattern.kind {
            PatternKind::Bind(var, _, inner) => {
                let caught = self.caught(site);
                self.op(&vec![edge], || Op::Set(*var, caught.clone()));
                if let Some(inner) = inner {
                    self.bind_error(site, inner, edge);
                }
            }
            PatternKind::Path(path, fields) => {
                let mut idents: Vec<String> = last_ident(path).map(ToString::to_string).into_iter().collect();
                let fields = nested_variant(fields, &mut idents);
                self.op(&vec![edge], || Op::BindError(site.id, idents.clone(), fields));
            }
            PatternKind::Or(_) if binds(pattern) => {
                self.report.error_at(code::FIELDS_OF_SEVERAL_ERRORS, pattern, "a Catcher for several errors has no fields that all of them have\n  = help: write an arm for each error");
            }
            _ => {}
        }
    }
}

fn is_any_error(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Wild => true,
        PatternKind::Bind(_, _, inner) => inner.as_deref().is_none_or(is_any_error),
        _ => false,
    }
}

/// Whether an arm gives the error on as it is, which is what happens without a Catcher.
fn is_unchanged(pattern: Option<&Pattern>, body: Body<'_>, dest: Dest<'_>) -> bool {
    let Some(Pattern { kind: PatternKind::Bind(var, _, None), .. }) = pattern else { return false };
    let Body::Arm(arm) = body else { return false };
    let (value, returns) = match &arm.body.kind {
        ExprKind::Return(Some(value)) => (&**value, true),
        _ => (&arm.body, matches!(dest, Dest::Return)),
    };
    let ExprKind::Err(_, error) = &value.kind else { return false };
    returns && error_var(error) == Some(*var)
}

/// The `Err(..)` that an arm returns.
fn returned_by(body: Body<'_>) -> Option<crate::workflow::syntax::ExprId> {
    let Body::Arm(arm) = body else { return None };
    match &arm.body.kind {
        ExprKind::Return(Some(value)) => Some(value.id),
        _ => Some(arm.body.id),
    }
}

/// The variable of `e` or `e.into()`.
pub(super) fn error_var(expr: &Expr) -> Option<crate::workflow::syntax::VarId> {
    match &without_into(expr).kind {
        ExprKind::Var(var, _) => Some(*var),
        _ => None,
    }
}
