//! Choices and loops.

use super::{Cursor, Dest, LoopFrame, Lower, name};
use crate::workflow::graph::{Condition, JoinId, Op, Rule, Source, StateId, StateKind, Target, Value};
use crate::workflow::syntax::{Arm, Expr, ExprKind, For, If, Loop, Match, Pattern, PatternKind, While};

impl<'a> Lower<'a, '_> {
    /// `if`, whose `else if`s are further rules of the same Choice state.
    pub(super) fn if_state(&mut self, expr: &'a Expr, branch: &'a If, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        if let Some((pattern, effect, site)) = awaited_condition(branch) {
            return self.if_awaited(branch, pattern, effect, site, dest, cursor);
        }
        let cursor = self.hoist_child(&branch.condition, cursor);
        let state = self.choice(expr, &branch.condition, cursor);
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

    /// What the patterns in a condition bind is assigned on the way that it opens.
    fn bind_condition(&mut self, condition: &'a Expr, edge: crate::workflow::graph::EdgeId) {
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
        if let ExprKind::Await(effect) = &choice.scrutinee.kind {
            return self.match_awaited(&choice.scrutinee, effect, &choice.arms, dest, cursor);
        }
        let (value, cursor) = self.scrutinee(&choice.scrutinee, cursor);
        let state = self.choice(expr, &choice.scrutinee, cursor);
        let arms = choice.arms.iter().map(|arm| (&arm.pattern, arm));
        self.arms(state, value, arms.collect(), dest)
    }

    /// A value that several rules look at: a place as it is, anything else kept in a variable.
    fn scrutinee(&mut self, expr: &'a Expr, cursor: Cursor) -> (Value<'a>, Cursor) {
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

    pub(super) fn while_loop(&mut self, expr: &'a Expr, repeat: &'a While, cursor: Cursor) -> Cursor {
        if !repeat.condition.is_pure() {
            self.report.error_at(
                &*repeat.condition,
                "the condition of `while` is a value and nothing else\n  = help: use `loop` with `if .. { break; }`",
            );
            return cursor;
        }
        let state = self.choice(expr, &repeat.condition, cursor);
        let into = self.graph.add_edge(Source::Branch(state));
        let out = self.graph.add_edge(Source::Branch(state));
        self.bind_condition(&repeat.condition, into);
        self.set_rules(state, vec![Rule { condition: Condition::Expr(&repeat.condition), edge: into }], Some(out));
        let frame = self.loop_body(repeat.label.as_ref(), &repeat.body, vec![into]);
        self.lead(&frame.continues, Target::State(state));
        frame.breaks.into_iter().chain([out]).collect()
    }

    pub(super) fn endless_loop(&mut self, expr: &Expr, repeat: &'a Loop, cursor: Cursor) -> Cursor {
        let join = JoinId(self.graph.joins.len());
        let on = self.graph.add_edge(Source::Join(join));
        self.graph.joins.push((on, expr.into()));
        self.lead(&cursor, Target::Join(join));
        let frame = self.loop_body(repeat.label.as_ref(), &repeat.body, vec![on]);
        self.lead(&frame.continues, Target::Join(join));
        frame.breaks
    }

    /// A counter rather than a list that gets shorter: the list is kept once.
    pub(super) fn for_loop(&mut self, expr: &'a Expr, repeat: &'a For, cursor: Cursor) -> Cursor {
        let cursor = self.hoist_child(&repeat.list, cursor);
        self.op(&cursor, || Op::Set(repeat.list_var, Value::Expr(&repeat.list)));
        self.op(&cursor, || Op::Set(repeat.index_var, Value::Zero));
        let base =
            format!("ForEach{}", name::of_pattern_binding(&repeat.pattern, self.vars).unwrap_or_else(|| "Item".into()));
        let state = self.state(base, &expr.note, expr, StateKind::Choice { rules: Vec::new(), default: None });
        self.graph.sites.insert(expr.id, state);
        self.lead(&cursor, Target::State(state));
        let (into, out) = (self.graph.add_edge(Source::Branch(state)), self.graph.add_edge(Source::Branch(state)));
        let list = Value::Var(repeat.list_var, Some(&repeat.list));
        let condition = Condition::HasNext { list: list.clone(), index: repeat.index_var };
        self.set_rules(state, vec![Rule { condition, edge: into }], Some(out));
        self.op(&vec![into], || Op::Bind(&repeat.pattern, Value::Item(Box::new(list.clone()), repeat.index_var)));
        let frame = self.loop_body(repeat.label.as_ref(), &repeat.body, vec![into]);
        self.op(&frame.continues, || Op::Set(repeat.index_var, Value::Increment(repeat.index_var)));
        self.lead(&frame.continues, Target::State(state));
        frame.breaks.into_iter().chain([out]).collect()
    }

    fn loop_body(
        &mut self,
        label: Option<&syn::Lifetime>,
        body: &'a crate::workflow::syntax::Block,
        cursor: Cursor,
    ) -> LoopFrame {
        let label = label.map(|label| label.ident.to_string());
        self.loops.push(LoopFrame { label, scope: self.scope, continues: Cursor::new(), breaks: Cursor::new() });
        let end = self.block(body, Dest::Ignore, cursor);
        let empty = || LoopFrame { label: None, scope: self.scope, continues: Cursor::new(), breaks: Cursor::new() };
        let mut frame = self.loops.pop().unwrap_or_else(empty);
        frame.continues.extend(end);
        frame
    }

    pub(super) fn leave_loop(
        &mut self,
        expr: &Expr,
        label: Option<&syn::Lifetime>,
        cursor: Cursor,
        again: bool,
    ) -> Cursor {
        let wanted = label.map(|label| label.ident.to_string());
        let scope = self.scope;
        let frame = self
            .loops
            .iter_mut()
            .rev()
            .find(|frame| frame.scope == scope && (wanted.is_none() || frame.label == wanted));
        match frame {
            Some(frame) if again => frame.continues.extend(cursor),
            Some(frame) => frame.breaks.extend(cursor),
            // rustc says what is wrong with a `break` outside of its loop.
            None => self.report.error_at(expr, "no loop around this to leave"),
        }
        Cursor::new()
    }
}

/// `if let pattern = effect.await`
fn awaited_condition(branch: &If) -> Option<(&Pattern, &crate::workflow::syntax::Effect, &Expr)> {
    let ExprKind::Let(pattern, value) = &branch.condition.kind else { return None };
    let ExprKind::Await(effect) = &value.kind else { return None };
    Some((pattern, effect, value))
}

/// Whether a pattern matches every value.
pub(super) fn is_irrefutable(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Wild => true,
        PatternKind::Bind(_, _, inner) => inner.as_deref().is_none_or(is_irrefutable),
        PatternKind::Tuple(elements) => elements.iter().all(is_irrefutable),
        PatternKind::Path(path, fields) => {
            crate::workflow::syntax::enum_of(path).is_none()
                && !fields.is_empty()
                && fields.iter().all(|(_, field)| is_irrefutable(field))
        }
        _ => false,
    }
}
