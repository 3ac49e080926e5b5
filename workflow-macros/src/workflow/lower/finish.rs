//! The last steps: joins are passed over, first assignments get a place, unread ones go, states get names.

use super::Lower;
use super::drawn::defined_as_drawn;
use super::live::{
    Liveness, Vars, defined, fields_read_strictly, may_fault, nested, read_strictly_by_op, read_strictly_by_value,
    uncomputed,
};
use crate::catalogue::code;
use crate::workflow::graph::{Edge, EdgeId, Graph, Op, ScopeId, Source, StateId, StateKind, Target, Value};
use crate::workflow::syntax::{Note, VarId};
use proc_macro2::Span;

impl<'a> Lower<'a, '_> {
    pub(super) fn finish(mut self) -> Graph<'a> {
        self.pass_over_joins();
        self.leave_out_unreached();
        self.merge_choices();
        self.keep_overwritten();
        self.keep_drawn_values();
        self.end_at_once();
        self.place_first_assignments();
        self.mark_live();
        self.name_states();
        self.graph
    }

    /// A way to the head of a `loop` leads to the loop's first state, making the assignments in between itself.
    fn pass_over_joins(&mut self) {
        for i in 0..self.graph.edges.len() {
            let mut steps = 0;
            while let Some(Target::Join(join)) = self.graph.edges.get(i).map(|edge| edge.target) {
                let Some((on, place)) = self.graph.joins.get(join.0).copied() else { break };
                let Some((ops, output, target)) =
                    self.graph.edge(on).map(|on| (on.ops.clone(), on.output.clone(), on.target))
                else {
                    break;
                };
                if let Some(edge) = self.graph.edge_mut(EdgeId(i)) {
                    edge.ops.extend(ops);
                    edge.output = output;
                    edge.target = target;
                }
                steps += 1;
                if steps > self.graph.joins.len() {
                    return self.report.error_at(code::ENDLESS_LOOP, place, "this loop goes round without reaching a state\n  = help: call a task or `sleep` in it, or compute with an iterator chain");
                }
            }
        }
    }

    /// A state that leads to the Succeed state on which its scope's ends agree can be the last one itself.
    fn end_at_once(&mut self) {
        for edge in &mut self.graph.edges {
            let (Source::Next(from), Target::State(to)) = (edge.from, edge.target) else { continue };
            let end = self.graph.states.get(to.0).map(|state| &state.kind);
            if !matches!(end, Some(StateKind::Succeed { output: None })) {
                continue;
            }
            edge.target = Target::End;
            let scope = self.graph.states.get(from.0).and_then(|state| self.graph.scopes.get_mut(state.scope.0));
            if let Some(scope) = scope {
                scope.ends_both_ways = true;
            }
        }
        let led_to: Vec<Target> = self.graph.edges.iter().map(|edge| edge.target).collect();
        for i in 0..self.graph.states.len() {
            let is_end =
                matches!(self.graph.states.get(i).map(|state| &state.kind), Some(StateKind::Succeed { output: None }));
            if is_end && !led_to.contains(&Target::State(StateId(i))) {
                self.graph.left_out.insert(StateId(i));
                self.graph.sites.retain(|_, state| *state != StateId(i));
            }
        }
    }

    /// The assignments at the start of a scope have no state before them. The first state takes them over where it
    /// reads them as it is entered; else they need a Pass state.
    fn place_first_assignments(&mut self) {
        let mut liveness = Liveness::of(&self.graph);
        for i in 0..self.graph.scopes.len() {
            if self.hand_down(&liveness, ScopeId(i)) {
                liveness = Liveness::of(&self.graph);
            }
            if self.needs_pass(&liveness, ScopeId(i)) {
                self.insert_pass(ScopeId(i));
            } else {
                self.take_over(ScopeId(i));
            }
        }
    }

    /// Notes which state computes the values at the start of a scope.
    fn take_over(&mut self, scope: ScopeId) {
        let Some(edge) = self.graph.scopes.get(scope.0).and_then(|scope| self.graph.edge(scope.entry)) else { return };
        let Target::State(first) = edge.target else { return };
        let faulting = edge.ops.iter().filter(|op| may_fault(op)).filter_map(|op| match op {
            Op::Set(_, Value::Expr(expr) | Value::Updated(expr) | Value::Taken(expr))
            | Op::Bind(_, Value::Expr(expr) | Value::Taken(expr)) => Some(expr.id),
            Op::Fold(fold) => Some(fold.expr.id),
            _ => None,
        });
        let faulting: Vec<_> = faulting.collect();
        self.graph.taken_over.extend(faulting.into_iter().map(|id| (id, first)));
    }

    fn needs_pass(&self, liveness: &Liveness, scope: ScopeId) -> bool {
        let Some(entry) = self.graph.scopes.get(scope.0).map(|scope| scope.entry) else { return false };
        let Some(edge) = self.graph.edge(entry) else { return false };
        let Target::State(first) = edge.target else { return false };
        let live = liveness.after_edge(&self.graph, entry);
        let assigned: Vars = edge.ops.iter().flat_map(defined).filter(|var| live.contains(var)).collect();
        let faults = edge.ops.iter().any(may_fault);
        if assigned.is_empty() && !faults {
            return false;
        }
        let drawn = edge.ops.iter().any(|op| defined_as_drawn(op).iter().any(|var| assigned.contains(var)));
        drawn
            || self.is_entered_again(first, entry)
            || (self.is_read_inside(liveness, first, &assigned) && !self.can_inline(liveness, edge, first, &assigned))
            || self.faults_too_late(first, entry)
    }

    /// Whether other ways lead to the state: its fields cannot stand for the first entry only.
    fn is_entered_again(&self, state: StateId, entry: EdgeId) -> bool {
        self.graph.edges.iter().enumerate().any(|(i, edge)| {
            EdgeId(i) != entry && edge.target == Target::State(state) && !matches!(edge.from, Source::Join(_))
        })
    }

    /// Whether the state's own branches read the variables, which are not assigned before it ends.
    fn is_read_inside(&self, liveness: &Liveness, state: StateId, assigned: &Vars) -> bool {
        let inner = nested(&self.graph, state);
        inner.into_iter().any(|scope| liveness.of_scope(&self.graph, scope).iter().any(|var| assigned.contains(var)))
    }

    /// Whether an evaluation fault would show only after the state has done something, or not at all.
    fn faults_too_late(&self, state: StateId, entry: EdgeId) -> bool {
        // A Choice state's ways out assign them.
        let is_choice = matches!(self.graph.state(state).map(|state| &state.kind), Some(StateKind::Choice { .. }));
        let Some(edge) = self.graph.edge(entry).filter(|_| !is_choice) else { return false };
        let mut read = fields_read_strictly(&self.graph, state);
        for op in edge.ops.iter().rev() {
            if !uncomputed(op, &|var| read.contains(&var)).is_empty() {
                return true;
            }
            if defined(op).iter().any(|var| read.contains(var)) {
                read_strictly_by_op(&self.graph, op, &mut read);
            }
        }
        false
    }

    fn insert_pass(&mut self, scope: ScopeId) {
        let Some(entry) = self.graph.scopes.get(scope.0).map(|scope| scope.entry) else { return };
        let outer = std::mem::replace(&mut self.scope, scope);
        let pass =
            self.state("Initialize".into(), &Note::default(), Span::call_site(), StateKind::Succeed { output: None });
        self.scope = outer;
        let next = self.graph.add_edge(Source::Next(pass));
        let label = self.graph.scopes.get(scope.0).map(|scope| scope.label.clone()).filter(|label| !label.is_empty());
        if let Some(state) = self.graph.states.get_mut(pass.0) {
            state.kind = StateKind::Pass { next };
            state.qualifier = label;
        }
        let taken = self
            .graph
            .edge_mut(entry)
            .map(|edge| (std::mem::take(&mut edge.ops), std::mem::replace(&mut edge.target, Target::State(pass))));
        if let (Some((ops, target)), Some(edge)) = (taken, self.graph.edge_mut(next)) {
            edge.ops = ops;
            edge.target = target;
        }
        if let Some(scope) = self.graph.scopes.get_mut(scope.0) {
            scope.pass = Some(pass);
        }
    }

    /// Notes for each way which variables it has to assign.
    fn mark_live(&mut self) {
        let liveness = Liveness::of(&self.graph);
        let entries: Vec<(Target, Vec<VarId>)> = self
            .graph
            .scopes
            .iter()
            .filter_map(|scope| self.graph.edge(scope.entry))
            .map(|edge| (edge.target, edge.ops.iter().flat_map(defined).collect()))
            .collect();
        for i in 0..self.graph.edges.len() {
            let live = self.assigned_on(&liveness, EdgeId(i), &entries);
            if let Some(edge) = self.graph.edge_mut(EdgeId(i)) {
                edge.live = live;
            }
        }
    }

    fn assigned_on(&self, liveness: &Liveness, id: EdgeId, entries: &[(Target, Vec<VarId>)]) -> Vec<VarId> {
        let Some(edge) = self.graph.edge(id) else { return Vec::new() };
        let after = liveness.after_edge(&self.graph, id);
        let mut assigned = Vec::new();
        // What the first state of a scope has taken over goes out with it.
        let from = match edge.from {
            Source::Next(state) | Source::Branch(state) => Some(Target::State(state)),
            _ => None,
        };
        let taken_over = entries.iter().filter(|(target, _)| Some(*target) == from).flat_map(|(_, vars)| vars.clone());
        let own = edge.ops.iter().flat_map(defined);
        for var in taken_over.chain(own) {
            if after.contains(&var) && !assigned.contains(&var) {
                assigned.push(var);
            }
        }
        self.keep_faulting(self.taken_over_by_choice(edge).into_iter().chain(&edge.ops), edge, &mut assigned);
        assigned
    }

    /// What the Choice state that a way comes from has taken over from the start of its scope.
    fn taken_over_by_choice(&self, edge: &Edge<'a>) -> Vec<&Op<'a>> {
        let Source::Branch(state) = edge.from else { return Vec::new() };
        if !matches!(self.graph.state(state).map(|state| &state.kind), Some(StateKind::Choice { .. })) {
            return Vec::new();
        }
        let entries = self.graph.scopes.iter().filter_map(|scope| self.graph.edge(scope.entry));
        entries.filter(|entry| entry.target == Target::State(state)).flat_map(|entry| &entry.ops).collect()
    }

    /// A value that may not exist is evaluated even if nothing reads it, as the native body does.
    fn keep_faulting<'o>(
        &self,
        ops: impl DoubleEndedIterator<Item = &'o Op<'o>>,
        edge: &Edge<'_>,
        assigned: &mut Vec<VarId>,
    ) {
        let mut read = Vars::new();
        if let Some(output) = &edge.output {
            read_strictly_by_value(&self.graph, output, &mut read);
        }
        for op in ops.rev() {
            let evaluated = |var: VarId| read.contains(&var) || assigned.contains(&var);
            let any = defined(op).into_iter().any(evaluated);
            let missing = uncomputed(op, &evaluated);
            assigned.extend(missing);
            if any || may_fault(op) {
                read_strictly_by_op(&self.graph, op, &mut read);
            }
        }
    }
}
