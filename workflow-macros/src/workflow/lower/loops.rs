//! Loops, and blocks that `break` leaves.

use super::{Cursor, Dest, LoopFrame, Lower, name};
use crate::catalogue::code;
use crate::workflow::graph::{Condition, EdgeId, JoinId, Op, Rule, Source, StateId, StateKind, Target, Value};
use crate::workflow::syntax::{Block, Expr, ExprKind, For, Loop, PatternKind, While};
use syn::Lifetime;

impl<'a> Lower<'a, '_> {
    pub(super) fn while_loop(&mut self, expr: &'a Expr, repeat: &'a While, cursor: Cursor) -> Cursor {
        // Tasks in the condition are called each time, before the Choice state.
        let again = (!repeat.condition.is_pure()).then(|| self.join(expr));
        let cursor = match again {
            Some((join, on)) => {
                self.lead(&cursor, Target::Join(join));
                vec![on]
            }
            None => cursor,
        };
        let state = self.condition(expr, &repeat.condition, cursor);
        let into = self.graph.add_edge(Source::Branch(state));
        let out = self.graph.add_edge(Source::Branch(state));
        self.bind_condition(&repeat.condition, into);
        self.set_rules(state, vec![Rule { condition: Condition::Expr(&repeat.condition), edge: into }], Some(out));
        let frame = self.loop_body(repeat.label.as_ref(), &repeat.body, Dest::Ignore, vec![into]);
        self.lead(&frame.continues, again.map_or(Target::State(state), |(join, _)| Target::Join(join)));
        frame.breaks.into_iter().chain([out]).collect()
    }

    /// The head of a loop that may begin with assignments; the way on from it.
    fn join(&mut self, place: &Expr) -> (JoinId, EdgeId) {
        let join = JoinId(self.graph.joins.len());
        let on = self.graph.add_edge(Source::Join(join));
        self.graph.joins.push((on, place.into()));
        (join, on)
    }

    pub(super) fn endless_loop(&mut self, expr: &Expr, repeat: &'a Loop, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        let (join, on) = self.join(expr);
        self.lead(&cursor, Target::Join(join));
        let frame = self.loop_body(repeat.label.as_ref(), &repeat.body, dest, vec![on]);
        self.lead(&frame.continues, Target::Join(join));
        frame.breaks
    }

    /// A counter rather than a list that gets shorter: the list is kept once, and a range not at all.
    pub(super) fn for_loop(&mut self, expr: &'a Expr, repeat: &'a For, cursor: Cursor) -> Cursor {
        let cursor = self.hoist_child(&repeat.list, cursor);
        let (list, index) = (repeat.list_var, repeat.index_var);
        let range = match &repeat.list.kind {
            ExprKind::Range(start, end, closed) => Some((start, end, *closed)),
            _ => None,
        };
        match range {
            Some((start, end, _)) => {
                self.op(&cursor, || Op::Set(index, Value::Expr(start)));
                // An end that is written out needs no variable.
                if !is_fixed(end) {
                    self.op(&cursor, || Op::Set(list, Value::Expr(end)));
                }
            }
            None => {
                self.graph.iterated.insert(repeat.list.id);
                self.op(&cursor, || Op::Set(list, Value::Expr(&repeat.list)));
                self.op(&cursor, || Op::Set(index, Value::Zero));
            }
        }
        let state = self.for_state(expr, repeat, &cursor);
        let (into, out) = (self.graph.add_edge(Source::Branch(state)), self.graph.add_edge(Source::Branch(state)));
        let (condition, item) = match range {
            Some((_, end, closed)) => {
                let end = if is_fixed(end) { Value::Expr(end) } else { Value::Var(list, Some(end)) };
                (Condition::Before { index, end, closed }, Value::Var(index, None))
            }
            None => {
                let list = Value::Var(list, Some(&repeat.list));
                (Condition::HasNext { list: list.clone(), index }, Value::Item(Box::new(list), index))
            }
        };
        self.set_rules(state, vec![Rule { condition, edge: into }], Some(out));
        if !repeat.counts_itself() {
            self.op(&vec![into], || Op::Bind(&repeat.pattern, item.clone()));
        }
        let frame = self.loop_body(repeat.label.as_ref(), &repeat.body, Dest::Ignore, vec![into]);
        self.op(&frame.continues, || Op::Set(index, Value::Increment(index)));
        self.lead(&frame.continues, Target::State(state));
        frame.breaks.into_iter().chain([out]).collect()
    }

    fn for_state(&mut self, expr: &'a Expr, repeat: &For, cursor: &Cursor) -> StateId {
        // Of a position and an item the item, of a key and a value the key.
        let counts = matches!(&repeat.list.kind, ExprKind::Method(call) if call.method == "enumerate");
        let named = match &repeat.pattern.kind {
            PatternKind::Tuple(elements) => elements.get(usize::from(counts)).unwrap_or(&repeat.pattern),
            _ => &repeat.pattern,
        };
        let item = name::of_pattern_binding(named, self.vars).unwrap_or_else(|| "Item".into());
        let kind = StateKind::Choice { rules: Vec::new(), default: None };
        let state = self.state(format!("ForEach{item}"), &expr.note, expr, kind);
        self.graph.sites.insert(expr.id, state);
        self.lead(cursor, Target::State(state));
        state
    }

    fn loop_body(
        &mut self,
        label: Option<&Lifetime>,
        body: &'a Block,
        dest: Dest<'a>,
        cursor: Cursor,
    ) -> LoopFrame<'a> {
        let (end, mut frame) = self.framed(label, true, dest, |lower| lower.block(body, Dest::Ignore, cursor));
        frame.continues.extend(end);
        frame
    }

    /// `'label: { .. }`
    pub(super) fn labelled_block(
        &mut self,
        label: &Lifetime,
        block: &'a Block,
        dest: Dest<'a>,
        cursor: Cursor,
    ) -> Cursor {
        let (end, frame) = self.framed(Some(label), false, dest, |lower| lower.block(block, dest, cursor));
        end.into_iter().chain(frame.breaks).collect()
    }

    fn framed(
        &mut self,
        label: Option<&Lifetime>,
        is_loop: bool,
        dest: Dest<'a>,
        body: impl FnOnce(&mut Self) -> Cursor,
    ) -> (Cursor, LoopFrame<'a>) {
        let label = label.map(|label| label.ident.to_string());
        let scope = self.scope;
        let empty = || LoopFrame { label: None, scope, is_loop, dest, continues: Cursor::new(), breaks: Cursor::new() };
        self.loops.push(LoopFrame { label, ..empty() });
        let end = body(self);
        (end, self.loops.pop().unwrap_or_else(empty))
    }

    pub(super) fn break_loop(
        &mut self,
        expr: &Expr,
        label: Option<&Lifetime>,
        value: Option<&'a Expr>,
        cursor: Cursor,
    ) -> Cursor {
        let Some(dest) = self.frame(expr, label).map(|frame| frame.dest) else { return Cursor::new() };
        let cursor = match value {
            Some(value) => self.expr(value, dest, cursor),
            None => {
                self.store_value(Value::Null, dest, &cursor);
                cursor
            }
        };
        if let Some(frame) = self.frame(expr, label) {
            frame.breaks.extend(cursor);
        }
        Cursor::new()
    }

    pub(super) fn continue_loop(&mut self, expr: &Expr, label: Option<&Lifetime>, cursor: Cursor) -> Cursor {
        if let Some(frame) = self.frame(expr, label) {
            frame.continues.extend(cursor);
        }
        Cursor::new()
    }

    /// The loop that a `break` or `continue` means.
    fn frame(&mut self, expr: &Expr, label: Option<&Lifetime>) -> Option<&mut LoopFrame<'a>> {
        let wanted = label.map(|label| label.ident.to_string());
        let scope = self.scope;
        let is_meant = |frame: &LoopFrame<'_>| match &wanted {
            Some(_) => frame.label == wanted,
            None => frame.is_loop,
        };
        let found = self.loops.iter_mut().rev().find(|frame| frame.scope == scope && is_meant(frame));
        if found.is_none() {
            // rustc says what is wrong with a `break` outside of its loop.
            self.report.error_at(code::NO_LOOP, expr, "no loop around this to leave\n  = help: leave it out; a branch gives a value back, and what is around it decides");
        }
        found
    }
}

/// Whether a value is the same wherever it is computed.
fn is_fixed(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Lit(_) | ExprKind::Const(_))
}
