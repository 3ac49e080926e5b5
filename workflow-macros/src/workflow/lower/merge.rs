//! A Choice state that only another Choice state leads to: its rules are further rules of that one.

use super::Lower;
use crate::workflow::graph::{Condition, EdgeId, Op, Rule, Source, StateId, StateKind, Target};
use std::rc::Rc;

/// How many rules a Choice state may come to have: each repeats the conditions around it.
const MOST_RULES: usize = 12;

impl<'a> Lower<'a, '_> {
    /// Merges until nothing changes, so that decisions in a row and decisions in decisions are one state.
    pub(super) fn merge_choices(&mut self) {
        while let Some((outer, way, inner)) = self.mergeable() {
            self.merge(outer, way, inner);
        }
    }

    /// A Choice state, a way out of it, and the Choice state that this way and no other leads to.
    fn mergeable(&self) -> Option<(StateId, EdgeId, StateId)> {
        (0..self.graph.edges.len()).map(EdgeId).find_map(|way| {
            let edge = self.graph.edge(way)?;
            let (Source::Branch(outer), Target::State(inner)) = (edge.from, edge.target) else { return None };
            let (around, within) = (self.graph.state(outer)?, self.graph.state(inner)?);
            let (StateKind::Choice { rules, .. }, StateKind::Choice { rules: more, default: Some(_) }) =
                (&around.kind, &within.kind)
            else {
                return None;
            };
            let fits = rules.len() + more.len() <= MOST_RULES;
            let ours = outer != inner && around.scope == within.scope && edge.output.is_none();
            (fits && ours && within.note.name.is_none() && self.leading_to(inner) == 1).then_some((outer, way, inner))
        })
    }

    /// How many ways lead to a state.
    fn leading_to(&self, state: StateId) -> usize {
        let edges = self.graph.edges.iter().filter(|edge| !matches!(edge.from, Source::Join(_)));
        edges.filter(|edge| edge.target == Target::State(state)).count()
    }

    fn merge(&mut self, outer: StateId, way: EdgeId, inner: StateId) {
        let ops = self.graph.edge_mut(way).map(|edge| {
            edge.target = Target::Open;
            std::mem::take(&mut edge.ops)
        });
        let ops = ops.unwrap_or_default();
        for exit in self.graph.exits(inner) {
            if let Some(edge) = self.graph.edge_mut(exit) {
                edge.from = Source::Branch(outer);
                edge.ops.splice(..0, ops.iter().cloned());
            }
        }
        let (more, rest) = self.take_rules(inner);
        let (rules, default) = self.take_rules(outer);
        let (rules, default) = if default == Some(way) {
            let more = more.into_iter().map(|rule| within(None, &ops, rule));
            (rules.into_iter().chain(more).collect(), rest)
        } else {
            (rules.into_iter().flat_map(|rule| opened(rule, way, &ops, &more, rest)).collect(), default)
        };
        self.set_rules(outer, rules, default);
        let comment = self.graph.states.get_mut(inner.0).and_then(|inner| inner.note.comment.take());
        if let Some(outer) = self.graph.states.get_mut(outer.0) {
            let comments = outer.note.comment.take().into_iter().chain(comment);
            outer.note.comment = comments.reduce(|one, other| format!("{one}\n{other}"));
        }
        self.graph.left_out.insert(inner);
        self.graph.sites.retain(|_, state| *state != inner);
        self.graph.let_else.retain(|_, state| *state != inner);
    }

    fn take_rules(&mut self, state: StateId) -> (Vec<Rule<'a>>, Option<EdgeId>) {
        match self.graph.states.get_mut(state.0).map(|state| &mut state.kind) {
            Some(StateKind::Choice { rules, default }) => (std::mem::take(rules), default.take()),
            _ => (Vec::new(), None),
        }
    }
}

/// A rule, or those that take its place: the inner ones where it holds, and what is left of it.
fn opened<'a>(rule: Rule<'a>, way: EdgeId, ops: &[Op<'a>], more: &[Rule<'a>], rest: Option<EdgeId>) -> Vec<Rule<'a>> {
    if rule.edge != way {
        return vec![rule];
    }
    let outer = Rc::new(rule.condition);
    let inner = more.iter().map(|rule| within(Some(&outer), ops, rule.clone()));
    let left = rest.map(|edge| Rule {
        condition: Condition::Within { outer: Some(outer.clone()), ops: Vec::new(), inner: None },
        edge,
    });
    inner.chain(left).collect()
}

fn within<'a>(outer: Option<&Rc<Condition<'a>>>, ops: &[Op<'a>], rule: Rule<'a>) -> Rule<'a> {
    let condition =
        Condition::Within { outer: outer.cloned(), ops: ops.to_vec(), inner: Some(Rc::new(rule.condition)) };
    Rule { condition, edge: rule.edge }
}
