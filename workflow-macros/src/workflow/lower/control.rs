//! Choices and loops.

use super::{Cursor, Dest, Lower, name};
use crate::workflow::graph::{Condition, Op, Rule, Source, StateId, StateKind, Target, Value};
use crate::workflow::syntax::{Arm, Expr, ExprKind, If, Match, Pattern, PatternKind};

impl<'a> Lower<'a, '_> {
    /// `if`, whose `else if`s are further rules of the same Choice state.
    pub(super) fn if_state(&mut self, expr: &'a Expr, branch: &'a If, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        if let Some((pattern, effect, site)) = awaited_condition(branch) {
            return self.if_awaited(branch, pattern, effect, site, dest, cursor);
        }
        let state = self.condition(expr, &branch.condition, cursor);
        let mut rest = Cursor::new();
        let mut rules = Vec::new();
        let mut next = Some(branch);
        let mut default = None;
        while let Some(branch) = next {
            let edge = self.graph.add_edge(Source::Branch(state));
            rules.push(Rule { condition: Condition::Expr(&branch.condition), edge });
            self.bind_condition(&branch.condition, edge);
            rest.extend(
                self.labelled(name::of_condition(&branch.condition), |lower| {
                    lower.block(&branch.then, dest, vec![edge])
                }),
            );
            next = None;
            match branch.otherwise.as_deref() {
                Some(Expr { kind: ExprKind::If(inner), .. }) if inner.condition.is_pure() => next = Some(inner),
                Some(otherwise) => default = Some(otherwise),
                None => {}
            }
        }
        let edge = self.graph.add_edge(Source::Branch(state));
        rest.extend(match default {
            Some(otherwise) => self.labelled(Some("Otherwise".into()), |lower| lower.expr(otherwise, dest, vec![edge])),
            None => vec![edge],
        });
        self.set_rules(state, rules, Some(edge));
        rest
    }

    /// The Choice state for a condition; tasks in it are called before.
    pub(super) fn condition(&mut self, expr: &'a Expr, condition: &'a Expr, cursor: Cursor) -> StateId {
        let cursor = self.hoist_child(condition, cursor);
        let state = self.choice(expr, condition, cursor);
        let mut last = None;
        condition.visit(&mut |inner| last = self.graph.hoisted.contains_key(&inner.id).then_some(inner.id).or(last));
        self.graph.conditions.extend(last.map(|last| (last, state)));
        state
    }

    /// What the patterns in a condition bind is assigned on the way that it opens.
    pub(super) fn bind_condition(&mut self, condition: &'a Expr, edge: crate::workflow::graph::EdgeId) {
        match &condition.kind {
            ExprKind::Let(pattern, value) => self.op(&vec![edge], || Op::Bind(pattern, Value::Expr(value))),
            ExprKind::Logic(syn::BinOp::And(_), left, right) => {
                self.bind_condition(left, edge);
                self.bind_condition(right, edge);
            }
            _ => {}
        }
    }

    /// `match` on a value.
    pub(super) fn match_state(&mut self, expr: &'a Expr, choice: &'a Match, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        if let ExprKind::Await(effect) = &choice.scrutinee.kind
            && can_be_caught(&choice.arms)
        {
            return self.match_awaited(&choice.scrutinee, effect, &choice.arms, dest, cursor);
        }
        let (value, cursor) = self.scrutinee(&choice.scrutinee, cursor);
        let state = self.choice(expr, &choice.scrutinee, cursor);
        let arms = choice.arms.iter().map(|arm| (&arm.pattern, arm));
        self.arms(state, value, arms.collect(), dest)
    }

    /// A value that several rules look at: a place as it is, anything else kept in a variable.
    pub(super) fn scrutinee(&mut self, expr: &'a Expr, cursor: Cursor) -> (Value<'a>, Cursor) {
        if expr.is_pure() && expr.is_place() {
            return (Value::Expr(expr), cursor);
        }
        let var = self.vars.declare_late("value", self.scope.0);
        let cursor = self.expr(expr, Dest::Var(var), cursor);
        (Value::Var(var, Some(expr)), cursor)
    }

    /// The rules of a Choice state for arms; the last, which matches whatever is left, is the default.
    pub(super) fn arms(
        &mut self,
        state: StateId,
        value: Value<'a>,
        arms: Vec<(&'a Pattern, &'a Arm)>,
        dest: Dest<'a>,
    ) -> Cursor {
        let mut rest = Cursor::new();
        let mut rules = Vec::new();
        let mut default = None;
        let count = arms.len();
        for (i, (pattern, arm)) in arms.into_iter().enumerate() {
            if default.is_some() {
                break;
            }
            let edge = self.graph.add_edge(Source::Branch(state));
            let last = i + 1 == count;
            if arm.guard.is_none() && (last || is_irrefutable(pattern)) {
                default = Some(edge);
            } else {
                let condition = Condition::Pattern(value.clone(), pattern, arm.guard.as_ref());
                rules.push(Rule { condition, edge });
            }
            self.op(&vec![edge], || Op::Bind(pattern, value.clone()));
            rest.extend(self.labelled(name::of_pattern(pattern), |lower| lower.expr(&arm.body, dest, vec![edge])));
        }
        self.set_rules(state, rules, default);
        rest
    }

    /// A Choice state that the cursor leads to, named after what it looks at.
    pub(super) fn choice(&mut self, site: &'a Expr, looks_at: &Expr, cursor: Cursor) -> StateId {
        let base = format!("Check{}", name::of_value(looks_at));
        let state = self.state(base, &site.note, site, StateKind::Choice { rules: Vec::new(), default: None });
        if let Some(state) = self.graph.states.get_mut(state.0) {
            state.words = Some(name::in_words(looks_at));
        }
        self.graph.sites.insert(site.id, state);
        self.lead(&cursor, Target::State(state));
        state
    }

    pub(super) fn set_rules(
        &mut self,
        state: StateId,
        new_rules: Vec<Rule<'a>>,
        new_default: Option<crate::workflow::graph::EdgeId>,
    ) {
        if let Some(StateKind::Choice { rules, default }) =
            self.graph.states.get_mut(state.0).map(|state| &mut state.kind)
        {
            *rules = new_rules;
            *default = new_default;
        }
    }

    pub(super) fn labelled<T>(&mut self, label: Option<String>, body: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.labels.len();
        self.labels.extend(label);
        let result = body(self);
        self.labels.truncate(depth);
        result
    }
}

/// `if let Ok(..) = effect.await` or `if let Err(..) = effect.await`, where it can be a Catcher: the pattern inside.
fn awaited_condition(branch: &If) -> Option<(Result<&Pattern, &Pattern>, &crate::workflow::syntax::Effect, &Expr)> {
    let ExprKind::Let(pattern, value) = &branch.condition.kind else { return None };
    let ExprKind::Await(effect) = &value.kind else { return None };
    let inner = match &pattern.kind {
        PatternKind::Err(error) if is_catcher(error) => Err(&**error),
        PatternKind::Ok(inner) if is_irrefutable(inner) => Ok(&**inner),
        _ => return None,
    };
    Some((inner, effect, value))
}

/// Whether Catchers can do what the arms for what an effect gives do. They have no conditions: where there are some, the
/// result is kept and a Choice state looks at it.
fn can_be_caught(arms: &[Arm]) -> bool {
    let takes_rest = arms.iter().any(|arm| matches!(arm.pattern.kind, PatternKind::Wild));
    arms.iter().all(|arm| match &arm.pattern.kind {
        PatternKind::Err(error) => arm.guard.is_none() && is_catcher(error),
        PatternKind::Ok(inner) => arm.guard.is_none() && (!takes_rest || is_irrefutable(inner)),
        PatternKind::Wild => arm.guard.is_none(),
        PatternKind::Tuple(_) | PatternKind::Slice(_) => false,
        _ => true,
    })
}

/// Whether an error's pattern says no more than a Catcher can: a name or a variant, with all of its fields.
fn is_catcher(error: &Pattern) -> bool {
    match &error.kind {
        PatternKind::Bind(_, _, inner) => inner.as_deref().is_none_or(is_catcher),
        PatternKind::Or(cases) => cases.iter().all(is_catcher) && !crate::workflow::syntax::binds(error),
        PatternKind::Path(_, fields) => {
            let fields = crate::workflow::syntax::nested_variant(fields, &mut Vec::new());
            fields.iter().all(|(_, field)| is_irrefutable(field))
        }
        _ => true,
    }
}

/// Whether a pattern matches every value.
pub(super) fn is_irrefutable(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Wild => true,
        PatternKind::Bind(_, _, inner) => inner.as_deref().is_none_or(is_irrefutable),
        PatternKind::Tuple(elements) => elements.iter().all(is_irrefutable),
        PatternKind::Slice(parts) => parts.before.is_empty() && parts.after.is_empty() && parts.rest.is_some(),
        PatternKind::Path(path, fields) => {
            crate::workflow::syntax::enum_of(path).is_none()
                && !fields.is_empty()
                && fields.iter().all(|(_, field)| is_irrefutable(field))
        }
        _ => false,
    }
}
