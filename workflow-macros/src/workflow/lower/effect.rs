//! Effects: Task, Wait, Parallel and Map states.

use super::{Cursor, Dest, Lower, name};
use crate::catalogue::code;
use crate::workflow::graph::{Catch, EdgeId, ErrorPattern, Op, Source, StateKind, Target, Value};
use crate::workflow::syntax::{Branch, Effect, EffectKind, Expr, JoinKind, PatternKind};

impl<'a> Lower<'a, '_> {
    /// `effect.await` without `?`.
    pub(super) fn awaited(&mut self, site: &'a Expr, effect: &'a Effect, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        if !effect.can_fail() {
            return self.awaited_value(site, effect, dest, cursor);
        }
        match dest {
            Dest::Return => {
                let next = self.settling(site, effect, cursor);
                self.end_with(&vec![next], Value::Result(site.id, effect), site);
                Cursor::new()
            }
            Dest::Pattern(pattern) if matches!(pattern.kind, PatternKind::Wild) => {
                self.ignoring_errors(site, effect, cursor)
            }
            Dest::Ignore => {
                self.report.error_at(code::RESULT_UNUSED, site, "this result is not used, so an error would be lost\n  = help: write `?` after it, or `let _ = ..` to go on whatever happens");
                cursor
            }
            Dest::Var(_) | Dest::Pattern(_) => self.kept_result(site, effect, dest, cursor),
        }
    }

    /// A wait or `join!`, which give no `Result` of their own.
    fn awaited_value(&mut self, site: &'a Expr, effect: &'a Effect, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        let next = self.effect(site, effect, Vec::new(), cursor);
        match (&effect.kind, dest) {
            (EffectKind::Join(..), Dest::Return) => self.refuse_result(site),
            (EffectKind::Join(..), _) => self.store_value(Value::Result(site.id, effect), dest, &vec![next]),
            _ => self.store_value(Value::Null, dest, &vec![next]),
        }
        vec![next]
    }

    /// `let result = effect.await;`: a Catcher keeps the error.
    fn kept_result(&mut self, site: &'a Expr, effect: &'a Effect, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        let next = self.effect(site, effect, vec![vec![ErrorPattern::Any]], cursor);
        let caught = self.catch_edges(site);
        self.store_value(Value::Settled(Box::new(Value::Result(site.id, effect))), dest, &vec![next]);
        self.store_value(Value::Failed(Box::new(self.caught(site))), dest, &caught);
        std::iter::once(next).chain(caught).collect()
    }

    /// `effect.await?`
    pub(super) fn tried(&mut self, site: &'a Expr, effect: &'a Effect, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        if let Dest::Return = dest {
            self.report.error_at(
                code::TRIED_AND_RETURNED,
                site,
                "what this scope gives is a `Result`\n  = help: leave out the `?`, or write `Ok(..)` around it",
            );
            return Cursor::new();
        }
        let next = self.settling(site, effect, cursor);
        self.store_value(Value::Result(site.id, effect), dest, &vec![next]);
        vec![next]
    }

    /// Makes the state of an effect whose error is that of its scope; gives its `Next`.
    fn settling(&mut self, site: &'a Expr, effect: &'a Effect, cursor: Cursor) -> EdgeId {
        if !self.settles() {
            return self.effect(site, effect, Vec::new(), cursor);
        }
        let next = self.effect(site, effect, vec![vec![ErrorPattern::Any]], cursor);
        let caught = self.catch_edges(site);
        self.settle(site, &caught);
        next
    }

    /// Ends a branch of `join!` with the error that a Catcher got.
    pub(super) fn settle(&mut self, site: &'a Expr, caught: &Cursor) {
        let state = self.give(caught, Value::Failed(Box::new(self.caught(site))), site);
        self.graph.on_err.extend(state.map(|state| (site.id, state)));
    }

    /// `let _ = effect.await;`
    fn ignoring_errors(&mut self, site: &'a Expr, effect: &'a Effect, cursor: Cursor) -> Cursor {
        let catches = vec![vec![ErrorPattern::Any]];
        let next = self.effect(site, effect, catches, cursor);
        let caught = self.catch_edges(site);
        std::iter::once(next).chain(caught).collect()
    }

    /// The ways out of the state at `site` through its Catchers.
    pub(super) fn catch_edges(&self, site: &Expr) -> Vec<EdgeId> {
        if let Some(child) = self.graph.children.get(&site.id) {
            return self.handler_edges(*child);
        }
        let state = self.graph.sites.get(&site.id).and_then(|state| self.graph.state(*state));
        match state.map(|state| &state.kind) {
            Some(StateKind::Effect { catches, .. }) => catches.iter().map(|catch| catch.edge).collect(),
            _ => Vec::new(),
        }
    }

    /// Makes the state of an effect; gives its `Next`.
    pub(super) fn effect(
        &mut self,
        site: &'a Expr,
        effect: &'a Effect,
        catches: Vec<Vec<ErrorPattern>>,
        cursor: Cursor,
    ) -> EdgeId {
        let cursor = self.operands(effect, cursor);
        let base = self.effect_name(effect);
        // The state's ways need its id and it needs theirs: a placeholder is filled in below.
        let state = self.state(base, &site.note, effect, StateKind::Succeed { output: None });
        let next = self.graph.add_edge(Source::Next(state));
        let catches = match &effect.kind {
            EffectKind::Task(call) if call.start.is_some() => vec![self.child_failure(site, call, catches, state)],
            _ => catches
                .into_iter()
                .map(|patterns| Catch { site: site.id, patterns, edge: self.graph.add_edge(Source::Branch(state)) })
                .collect(),
        };
        if let Some(state) = self.graph.states.get_mut(state.0) {
            state.kind = StateKind::Effect { site: site.id, effect, next, catches };
        }
        self.graph.sites.insert(site.id, state);
        self.lead(&cursor, Target::State(state));
        self.nested(site, effect);
        next
    }

    /// Effects among an effect's own operands come first.
    fn operands(&mut self, effect: &'a Effect, mut cursor: Cursor) -> Cursor {
        match &effect.kind {
            EffectKind::Task(call) => {
                let mut before: Vec<&Expr> = Vec::new();
                for argument in call.args.iter().chain(call.timeout.as_deref()).chain(call.heartbeat.as_deref()) {
                    self.check_order(&before, argument);
                    before.push(argument);
                    cursor = self.hoist_child(argument, cursor);
                }
                cursor
            }
            EffectKind::Map(map) => self.hoist_child(&map.items, cursor),
            EffectKind::Sleep(_, value) | EffectKind::SleepUntil(_, value) => self.hoist_child(value, cursor),
            EffectKind::Join(..) => cursor,
        }
    }

    fn effect_name(&self, effect: &Effect) -> String {
        match &effect.kind {
            EffectKind::Task(call) => {
                call.path.segments.last().map(|last| name::pascal(&last.ident.to_string())).unwrap_or_default()
            }
            EffectKind::Join(..) => "Parallel".into(),
            EffectKind::Map(map) => format!("Map{}", name::of_value(&map.items)),
            EffectKind::Sleep(..) => "Wait".into(),
            EffectKind::SleepUntil(_, moment) => format!("WaitUntil{}", name::of_value(moment)),
        }
    }

    /// The scopes of branches and iterations.
    fn nested(&mut self, site: &'a Expr, effect: &'a Effect) {
        match &effect.kind {
            EffectKind::Join(branches, kind) => {
                for (i, branch) in branches.iter().enumerate() {
                    self.nested_scope(site, i, branch, None, *kind);
                }
            }
            EffectKind::Map(map) => self.nested_scope(site, 0, &map.body, Some(&map.item), JoinKind::Try),
            _ => {}
        }
    }

    fn nested_scope(
        &mut self,
        site: &'a Expr,
        index: usize,
        branch: &'a Branch,
        item: Option<&'a crate::workflow::syntax::Pattern>,
        kind: JoinKind,
    ) {
        let outer = (self.scope, std::mem::take(&mut self.labels));
        let qualifier = outer.1.last().cloned();
        let label = match item {
            Some(_) => qualifier.unwrap_or_else(|| "Item".into()),
            None => format!("{}Branch{}", qualifier.unwrap_or_default(), index + 1),
        };
        let cursor = self.open_scope(label.clone(), kind == JoinKind::Settle);
        self.labels.push(label);
        self.graph.branches.insert((site.id, index), self.scope);
        if let Some(item) = item {
            self.op(&cursor, || Op::Bind(item, Value::Input));
        }
        let rest = self.branch(branch, cursor);
        self.expect_end(&rest, branch.body.span);
        (self.scope, self.labels) = outer;
    }

    fn branch(&mut self, branch: &'a Branch, cursor: Cursor) -> Cursor {
        use crate::workflow::syntax::ExprKind;
        match branch.body.tail.as_deref() {
            Some(tail) if !branch.is_block => match &tail.kind {
                ExprKind::Effect(effect) => self.awaited(tail, effect, Dest::Return, cursor),
                _ => Cursor::new(),
            },
            _ => self.block(&branch.body, Dest::Return, cursor),
        }
    }
}
