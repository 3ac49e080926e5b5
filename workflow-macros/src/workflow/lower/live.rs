//! Which variables a state reads, and which have to be assigned on the ways between states.

use crate::workflow::graph::{Condition, EdgeId, Failing, Graph, Op, ScopeId, StateId, StateKind, Target, Value};
use crate::workflow::syntax::{Effect, EffectKind, Expr, ExprKind, VarId, bound_by};
use std::collections::BTreeSet;

pub(super) type Vars = BTreeSet<VarId>;

/// The variables that are read after a place, found by going backwards until nothing changes.
pub(super) struct Liveness {
    /// What is read from a state on, its own fields included.
    at_state: Vec<Vars>,
}

impl Liveness {
    pub(super) fn of(graph: &Graph<'_>) -> Self {
        let mut liveness = Liveness { at_state: vec![Vars::new(); graph.states.len()] };
        let mut changed = true;
        while changed {
            changed = false;
            for i in (0..graph.states.len()).rev() {
                let live = liveness.of_state(graph, StateId(i));
                if let Some(known) = liveness.at_state.get_mut(i).filter(|known| **known != live) {
                    *known = live;
                    changed = true;
                }
            }
        }
        liveness
    }

    fn of_state(&self, graph: &Graph<'_>, id: StateId) -> Vars {
        let mut live = fields_read(graph, id);
        for exit in graph.exits(id) {
            live.extend(self.before_edge(graph, exit));
        }
        // An iteration or branch reads what its states read and does not assign itself.
        for scope in nested(graph, id) {
            live.extend(self.of_scope(graph, scope));
        }
        live
    }

    /// What a scope reads of the scopes around it.
    pub(super) fn of_scope(&self, graph: &Graph<'_>, scope: ScopeId) -> Vars {
        graph.scopes.get(scope.0).map(|scope| self.before_edge(graph, scope.entry)).unwrap_or_default()
    }

    /// What is read after an edge's assignments.
    pub(super) fn after_edge(&self, graph: &Graph<'_>, id: EdgeId) -> Vars {
        match graph.edge(id).map(|edge| edge.target) {
            Some(Target::State(state)) => self.at_state.get(state.0).cloned().unwrap_or_default(),
            _ => Vars::new(),
        }
    }

    /// What is read from the start of an edge.
    pub(super) fn before_edge(&self, graph: &Graph<'_>, id: EdgeId) -> Vars {
        let Some(edge) = graph.edge(id) else { return Vars::new() };
        let mut live = self.after_edge(graph, id);
        if let Some(output) = &edge.output {
            read_by_value(graph, output, &mut live);
        }
        for op in edge.ops.iter().rev() {
            for var in defined(op) {
                live.remove(&var);
            }
            read_by_op(graph, op, &mut live);
        }
        live
    }
}

/// The scopes inside a Parallel or Map state.
pub(super) fn nested(graph: &Graph<'_>, id: StateId) -> Vec<ScopeId> {
    let Some(StateKind::Effect { site, effect, .. }) = graph.state(id).map(|state| &state.kind) else {
        return Vec::new();
    };
    let count = match &effect.kind {
        EffectKind::Join(branches, _) => branches.len(),
        EffectKind::Map(_) => 1,
        _ => 0,
    };
    (0..count).filter_map(|i| graph.branches.get(&(*site, i)).copied()).collect()
}

/// The variables that are read wherever control gets to a state's fields, not only under a condition.
pub(super) fn fields_read_strictly(graph: &Graph<'_>, id: StateId) -> Vars {
    let mut vars = Vars::new();
    match graph.state(id).map(|state| &state.kind) {
        Some(StateKind::Effect { effect, .. }) => {
            let mut operands = Vec::new();
            effect.operands(&mut |operand| operands.push(operand));
            operands.into_iter().for_each(|operand| read_strictly(graph, operand, &mut vars));
        }
        Some(StateKind::Succeed { output: Some(output) }) => read_strictly_by_value(graph, output, &mut vars),
        Some(StateKind::Fail { error: Failing::Expr(error) }) => read_strictly(graph, error, &mut vars),
        Some(StateKind::Fail { error: Failing::Of(result) }) => read_strictly_by_value(graph, result, &mut vars),
        _ => {}
    }
    vars
}

pub(super) fn read_strictly(graph: &Graph<'_>, expr: &Expr, vars: &mut Vars) {
    if let Some(var) = graph.hoisted.get(&expr.id) {
        vars.insert(*var);
        return;
    }
    if let ExprKind::Var(var, _) = &expr.kind {
        vars.insert(*var);
    }
    expr.strict_children(&mut |child| read_strictly(graph, child, vars));
}

/// The same for an assignment.
pub(super) fn read_strictly_by_op(graph: &Graph<'_>, op: &Op<'_>, vars: &mut Vars) {
    match op {
        Op::Set(_, value) | Op::Bind(_, value) => read_strictly_by_value(graph, value, vars),
        Op::Fold(fold) => vars.extend(fold.surely_read.iter().copied()),
        Op::BindError(..) => {}
    }
}

/// The same for an output.
pub(super) fn read_strictly_by_value(graph: &Graph<'_>, value: &Value<'_>, vars: &mut Vars) {
    match value {
        Value::Expr(expr) | Value::Error(expr) => read_strictly(graph, expr, vars),
        // What the change gives may stand in a variable, which is not what it reads.
        Value::Updated(expr) | Value::Taken(expr) => {
            expr.strict_children(&mut |child| read_strictly(graph, child, vars));
        }
        Value::Settled(value) | Value::Failed(value) | Value::Held(value, _) => {
            read_strictly_by_value(graph, value, vars)
        }
        other => read_by_value(graph, other, vars),
    }
}

/// What a state's own fields read (not those of its ways out).
pub(super) fn fields_read(graph: &Graph<'_>, id: StateId) -> Vars {
    let mut vars = Vars::new();
    match graph.state(id).map(|state| &state.kind) {
        Some(StateKind::Effect { effect, .. }) => read_by_effect(graph, effect, &mut vars),
        Some(StateKind::Choice { rules, .. }) => {
            rules.iter().for_each(|rule| read_by_condition(graph, &rule.condition, &mut vars))
        }
        Some(StateKind::Succeed { output: Some(output) }) => read_by_value(graph, output, &mut vars),
        Some(StateKind::Fail { error: Failing::Expr(error) }) => read_by_expr(graph, error, &mut vars),
        Some(StateKind::Fail { error: Failing::Of(result) }) => read_by_value(graph, result, &mut vars),
        Some(StateKind::FailAgain { failure }) => drop(vars.insert(*failure)),
        _ => {}
    }
    vars
}

fn read_by_effect(graph: &Graph<'_>, effect: &Effect, vars: &mut Vars) {
    effect.operands(&mut |operand| read_by_expr(graph, operand, vars));
}

fn read_by_condition(graph: &Graph<'_>, condition: &Condition<'_>, vars: &mut Vars) {
    match condition {
        Condition::Expr(expr) => read_by_expr(graph, expr, vars),
        Condition::Pattern(value, pattern, guard) => {
            read_by_value(graph, value, vars);
            let mut own = Vars::new();
            guard.iter().for_each(|guard| read_by_expr(graph, guard, &mut own));
            bound_by(pattern, &mut |var, _| {
                own.remove(&var);
            });
            vars.extend(own);
        }
        Condition::Holds(value, _) => read_by_value(graph, value, vars),
        Condition::Failed { failure, .. } => drop(vars.insert(*failure)),
        Condition::HasNext { list: value, index } | Condition::Before { end: value, index, .. } => {
            read_by_value(graph, value, vars);
            vars.insert(*index);
        }
        Condition::Within { outer, ops, inner } => {
            let mut inside = Vars::new();
            inner.iter().for_each(|inner| read_by_condition(graph, inner, &mut inside));
            for op in ops.iter().rev() {
                let assigned = defined(op);
                let is_read = assigned.iter().any(|var| inside.contains(var));
                inside.retain(|var| !assigned.contains(var));
                if is_read {
                    read_by_op(graph, op, &mut inside);
                }
            }
            vars.extend(inside);
            outer.iter().for_each(|outer| read_by_condition(graph, outer, vars));
        }
    }
}

pub(super) fn read_by_op(graph: &Graph<'_>, op: &Op<'_>, vars: &mut Vars) {
    match op {
        Op::Set(_, value) | Op::Bind(_, value) => read_by_value(graph, value, vars),
        Op::Fold(fold) => vars.extend(fold.read.iter().copied()),
        Op::BindError(site, ..) => vars.extend(graph.children.get(site).map(|child| child.failure)),
    }
}

/// The variables that an assignment sets.
pub(super) fn defined(op: &Op<'_>) -> Vec<VarId> {
    let mut vars = Vec::new();
    match op {
        Op::Set(var, _) => vars.push(*var),
        Op::Bind(pattern, _) => bound_by(pattern, &mut |var, _| vars.push(var)),
        Op::BindError(_, _, fields) => {
            fields.iter().for_each(|(_, field)| bound_by(field, &mut |var, _| vars.push(var)))
        }
        Op::Fold(fold) => vars.extend(&fold.assigned),
    }
    vars
}

/// Whether an assignment may be an evaluation fault, so that it has to be evaluated even if nothing reads it.
pub(super) fn may_fault(op: &Op<'_>) -> bool {
    match op {
        Op::Set(_, value) | Op::Bind(_, value) => value_may_fault(value),
        Op::Fold(fold) => fold.expr.may_fault(),
        Op::BindError(..) => false,
    }
}

fn value_may_fault(value: &Value<'_>) -> bool {
    match value {
        Value::Expr(expr) | Value::Updated(expr) | Value::Taken(expr) | Value::Error(expr) => expr.may_fault(),
        Value::Settled(value) | Value::Failed(value) | Value::Held(value, _) => value_may_fault(value),
        Value::Kept(_) => true,
        _ => false,
    }
}

/// The variables that have to be computed for an assignment's faults to show, but for those that are.
pub(super) fn uncomputed(op: &Op<'_>, is_computed: &dyn Fn(VarId) -> bool) -> Vec<VarId> {
    let vars = defined(op);
    match op {
        _ if !may_fault(op) => Vec::new(),
        // Each of its variables has faults of its own.
        Op::Fold(_) => vars.into_iter().filter(|var| !is_computed(*var)).collect(),
        _ if vars.iter().any(|var| is_computed(*var)) => Vec::new(),
        _ => vars.into_iter().take(1).collect(),
    }
}

pub(super) fn read_by_value(graph: &Graph<'_>, value: &Value<'_>, vars: &mut Vars) {
    match value {
        Value::Expr(expr) => read_by_expr(graph, expr, vars),
        Value::Updated(expr) | Value::Taken(expr) => expr.children(&mut |child| read_by_expr(graph, child, vars)),
        Value::Var(var, _) | Value::Increment(var) | Value::Kept(var) => {
            vars.insert(*var);
        }
        Value::Item(list, index) => {
            read_by_value(graph, list, vars);
            vars.insert(*index);
        }
        Value::Settled(value) | Value::Failed(value) | Value::Held(value, _) => read_by_value(graph, value, vars),
        Value::Error(error) => read_by_expr(graph, error, vars),
        Value::Drawn(_)
        | Value::Result(..)
        | Value::Caught
        | Value::ChildFailure
        | Value::Input
        | Value::Zero
        | Value::Null => {}
    }
}

pub(super) fn read_by_expr(graph: &Graph<'_>, expr: &Expr, vars: &mut Vars) {
    if let Some(var) = graph.hoisted.get(&expr.id) {
        vars.insert(*var);
        return;
    }
    if let ExprKind::Var(var, _) = &expr.kind {
        vars.insert(*var);
    }
    expr.children(&mut |child| read_by_expr(graph, child, vars));
}
