//! States that nothing leads to: those of code after a `return` or `break`, which rustc warns of.

use super::Lower;
use super::live::nested;
use crate::workflow::graph::{EdgeId, ScopeId, StateId, Target};
use std::collections::HashSet;

impl Lower<'_, '_> {
    /// Leaves out what no execution comes to: a definition with such a state is refused.
    pub(super) fn leave_out_unreached(&mut self) {
        let (states, scopes) = self.reached();
        for id in (0..self.graph.states.len()).map(StateId).filter(|id| !states.contains(id)) {
            self.graph.left_out.insert(id);
            for exit in self.graph.exits(id) {
                self.cut(exit);
            }
        }
        let entries = self.graph.scopes.iter().enumerate().filter(|(id, _)| !scopes.contains(&ScopeId(*id)));
        for entry in entries.map(|(_, scope)| scope.entry).collect::<Vec<_>>() {
            self.cut(entry);
        }
    }

    fn cut(&mut self, edge: EdgeId) {
        if let Some(edge) = self.graph.edge_mut(edge) {
            edge.ops.clear();
            edge.output = None;
            edge.target = Target::Open;
        }
    }

    fn reached(&self) -> (HashSet<StateId>, HashSet<ScopeId>) {
        let (mut states, mut scopes) = (HashSet::new(), HashSet::from([ScopeId(0)]));
        let mut open: Vec<EdgeId> = self.graph.scopes.first().map(|scope| scope.entry).into_iter().collect();
        while let Some(edge) = open.pop() {
            let Some(Target::State(state)) = self.graph.edge(edge).map(|edge| edge.target) else { continue };
            if !states.insert(state) {
                continue;
            }
            open.extend(self.graph.exits(state));
            for scope in nested(&self.graph, state) {
                scopes.insert(scope);
                open.extend(self.graph.scopes.get(scope.0).map(|scope| scope.entry));
            }
        }
        (states, scopes)
    }
}
