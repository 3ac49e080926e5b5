//! Values at the start of a scope that the branches or iterations of its first state read: they stand where they are read,
//! if that is as well, instead of in a variable, which a Pass state would have to assign.

use super::Lower;
use super::live::{Liveness, Vars, nested};
use crate::workflow::graph::{Edge, Op, ScopeId, StateId, StateKind, Target, Value};
use crate::workflow::syntax::{EffectKind, Expr, ExprKind};

impl Lower<'_, '_> {
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
