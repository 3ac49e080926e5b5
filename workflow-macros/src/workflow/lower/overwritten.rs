//! Values that may not exist and are overwritten before a state could assign them.

use super::Lower;
use super::live::{defined, may_fault, read_strictly_by_op};
use crate::workflow::graph::{EdgeId, Op, Value};
use crate::workflow::syntax::VarId;

impl Lower<'_, '_> {
    /// Gives each such value a variable of its own: it is computed whether or not anything reads it.
    pub(super) fn keep_overwritten(&mut self) {
        for i in 0..self.graph.edges.len() {
            let Some(edge) = self.graph.edge(EdgeId(i)) else { continue };
            let lost: Vec<(usize, VarId)> =
                (0..edge.ops.len()).filter_map(|at| Some((at, self.overwritten(&edge.ops, at)?))).collect();
            for (at, var) in lost.into_iter().rev() {
                let unused = self.vars.declare_late("unused", self.scope.0);
                if let Some(edge) = self.graph.edge_mut(EdgeId(i)) {
                    edge.ops.insert(at + 1, Op::Set(unused, Value::Kept(var)));
                }
            }
        }
    }

    /// A variable of the assignment at a position that a later one takes over without having computed it.
    fn overwritten(&self, ops: &[Op<'_>], at: usize) -> Option<VarId> {
        let op = ops.get(at).filter(|op| may_fault(op))?;
        let vars = defined(op);
        for later in ops.iter().skip(at + 1) {
            let mut read = super::live::Vars::new();
            read_strictly_by_op(&self.graph, later, &mut read);
            if vars.iter().any(|var| read.contains(var))
                && (may_fault(later) || self.takes_over(later, &vars).is_some())
            {
                return None;
            }
            if let Some(var) = self.takes_over(later, &vars) {
                return Some(var);
            }
        }
        None
    }

    /// Which of the variables an assignment takes over, or takes the name of.
    fn takes_over(&self, op: &Op<'_>, vars: &[VarId]) -> Option<VarId> {
        let names: Vec<&str> = defined(op).into_iter().map(|var| self.vars.name(var)).collect();
        vars.iter().copied().find(|var| names.contains(&self.vars.name(*var)))
    }
}
