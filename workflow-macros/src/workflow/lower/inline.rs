//! Values at the start of a scope that the branches or iterations of its first state read: they stand where they are read,
//! if that is as well, instead of in a variable, which a Pass state would have to assign.

use super::Lower;
use super::live::{Liveness, Vars, defined, nested};
use crate::workflow::graph::{Edge, Op, ScopeId, StateId, StateKind, Target, Value};
use crate::workflow::syntax::{EffectKind, Expr, ExprKind};

impl<'a> Lower<'a, '_> {
    /// Whether the branches of `state` can compute the `assigned` variables themselves.
    pub(super) fn can_inline(&self, liveness: &Liveness, entry: &Edge<'_>, state: StateId, assigned: &Vars) -> bool {
        let plain = |op: &Op<'_>| match op {
            Op::Set(_, value) | Op::Bind(_, value) => match value {
                Value::Expr(expr) => costs_little(expr),
                other => matches!(other, Value::Input),
            },
            _ => false,
        };
        let of_input = |op: &Op<'_>| matches!(op, Op::Set(_, Value::Input) | Op::Bind(_, Value::Input));
        if !entry.ops.iter().all(plain) {
            return false;
        }
        !entry.ops.iter().any(of_input) || self.is_read_first(liveness, state, assigned)
    }

    /// Lets the branches of a Parallel state that is the first of its scope keep what it gets as input, where only they
    /// read it: each in a variable of its own, as an inner scope may not assign an outer one's.
    pub(super) fn hand_down(&mut self, liveness: &Liveness, scope: ScopeId) -> bool {
        let Some(entry) = self.graph.scopes.get(scope.0).and_then(|scope| self.graph.edge(scope.entry)) else {
            return false;
        };
        let Target::State(first) = entry.target else { return false };
        let is_join = matches!(
            self.graph.state(first).map(|state| &state.kind),
            Some(StateKind::Effect { effect, .. }) if matches!(effect.kind, EffectKind::Join(..))
        );
        let of_input = |op: &Op<'_>| matches!(op, Op::Set(_, Value::Input) | Op::Bind(_, Value::Input));
        let ops: Vec<Op<'a>> = entry.ops.clone();
        let vars: Vars = ops.iter().flat_map(defined).collect();
        let read_later =
            self.graph.exits(first).into_iter().any(|exit| !liveness.before_edge(&self.graph, exit).is_disjoint(&vars));
        let entered = self.graph.edges.iter().filter(|edge| edge.target == Target::State(first)).count();
        if ops.is_empty() || !is_join || !ops.iter().all(of_input) || read_later || entered > 1 {
            return false;
        }
        let mut handed = false;
        for branch in nested(&self.graph, first) {
            let reads = !liveness.of_scope(&self.graph, branch).is_disjoint(&vars);
            let entry = self.graph.scopes.get(branch.0).map(|branch| branch.entry).filter(|_| reads);
            if let Some(edge) = entry.and_then(|entry| self.graph.edge_mut(entry)) {
                edge.ops.splice(..0, ops.iter().cloned());
                handed = true;
            }
        }
        // Nothing else reads them.
        let entry = self.graph.scopes.get(scope.0).map(|scope| scope.entry).filter(|_| handed);
        if let Some(edge) = entry.and_then(|entry| self.graph.edge_mut(entry)) {
            edge.ops.clear();
        }
        handed
    }

    /// Whether only the first states of the branches read the variables: these have the input of the Parallel state.
    fn is_read_first(&self, liveness: &Liveness, state: StateId, assigned: &Vars) -> bool {
        let Some(StateKind::Effect { effect, .. }) = self.graph.state(state).map(|state| &state.kind) else {
            return false;
        };
        let branches = nested(&self.graph, state);
        matches!(effect.kind, EffectKind::Join(..))
            && branches.into_iter().all(|branch| self.reads_at_once(liveness, branch, assigned))
    }

    fn reads_at_once(&self, liveness: &Liveness, branch: ScopeId, assigned: &Vars) -> bool {
        let entry = self.graph.scopes.get(branch.0).and_then(|scope| self.graph.edge(scope.entry));
        let Some(Target::State(first)) = entry.map(|entry| entry.target) else { return false };
        let inner = nested(&self.graph, first).into_iter().map(|scope| liveness.of_scope(&self.graph, scope));
        let later = self.graph.exits(first).into_iter().map(|exit| liveness.after_edge(&self.graph, exit));
        let again = self.graph.edges.iter().filter(|edge| edge.target == Target::State(first)).count() > 1;
        let starts_with_values = entry.is_some_and(|entry| !entry.ops.is_empty());
        !again && !starts_with_values && inner.chain(later).all(|read| read.is_disjoint(assigned))
    }
}

/// Whether computing a value in several places is as well as computing it once.
fn costs_little(expr: &Expr) -> bool {
    let mut little = !matches!(expr.kind, ExprKind::Closure(_));
    expr.children(&mut |child| little &= costs_little(child));
    little && !expr.may_fault()
}
