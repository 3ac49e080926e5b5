//! Which variables a state reads, and which have to be assigned on the ways between states.

use crate::workflow::graph::{Condition, EdgeId, Graph, Op, ScopeId, StateId, StateKind, Target, Value};
use crate::workflow::syntax::{Effect, EffectKind, Expr, ExprKind, Pattern, PatternKind, VarId};
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
        EffectKind::Join(branches) => branches.len(),
        EffectKind::Map(_) => 1,
        _ => 0,
    };
    (0..count).filter_map(|i| graph.branches.get(&(*site, i)).copied()).collect()
}

/// The variables that are read wherever control gets to a state's fields, not only under a condition.
pub(super) fn fields_read_strictly(graph: &Graph<'_>, id: StateId) -> Vars {
    let mut vars = Vars::new();
    if let Some(StateKind::Effect { effect, .. }) = graph.state(id).map(|state| &state.kind) {
        let mut operands = Vec::new();
        effect.operands(&mut |operand| operands.push(operand));
        operands.into_iter().for_each(|operand| read_strictly(graph, operand, &mut vars));
    }
    vars
}

fn read_strictly(graph: &Graph<'_>, expr: &Expr, vars: &mut Vars) {
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
        Op::Set(var, Value::Expr(Expr { kind: ExprKind::AssignOp(_, _, _, value), .. })) => {
            vars.insert(*var);
            read_strictly(graph, value, vars);
        }
        Op::Set(_, value) | Op::Bind(_, value) => read_strictly_by_value(graph, value, vars),
        Op::BindError(..) => {}
    }
}

/// The same for an output.
pub(super) fn read_strictly_by_value(graph: &Graph<'_>, value: &Value<'_>, vars: &mut Vars) {
    match value {
        Value::Expr(expr) => read_strictly(graph, expr, vars),
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
        Some(StateKind::Fail { error }) => read_by_expr(graph, error, &mut vars),
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
        Condition::Failed { failure, .. } => drop(vars.insert(*failure)),
        Condition::HasNext { list, index } => {
            read_by_value(graph, list, vars);
            vars.insert(*index);
        }
    }
}

pub(super) fn read_by_op(graph: &Graph<'_>, op: &Op<'_>, vars: &mut Vars) {
    match op {
        Op::Set(var, Value::Expr(Expr { kind: ExprKind::AssignOp(_, _, _, value), .. })) => {
            vars.insert(*var);
            read_by_expr(graph, value, vars);
        }
        Op::Set(_, value) | Op::Bind(_, value) => read_by_value(graph, value, vars),
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
    }
    vars
}

/// Whether an assignment may be an evaluation fault, so that it has to be evaluated even if nothing reads it.
pub(super) fn may_fault(op: &Op<'_>) -> bool {
    match op {
        Op::Set(_, Value::Expr(expr)) | Op::Bind(_, Value::Expr(expr)) => expr.may_fault(),
        _ => false,
    }
}

/// Calls `f` with the variables that a pattern binds.
pub(crate) fn bound_by(pattern: &Pattern, f: &mut dyn FnMut(VarId, &proc_macro2::Ident)) {
    match &pattern.kind {
        PatternKind::Bind(var, ident, inner) => {
            f(*var, ident);
            inner.iter().for_each(|inner| bound_by(inner, f));
        }
        PatternKind::Tuple(elements) | PatternKind::Or(elements) => {
            elements.iter().for_each(|element| bound_by(element, f))
        }
        PatternKind::Path(_, fields) => fields.iter().for_each(|(_, field)| bound_by(field, f)),
        PatternKind::Some(inner) | PatternKind::Ok(inner) | PatternKind::Err(inner) => bound_by(inner, f),
        _ => {}
    }
}

pub(super) fn read_by_value(graph: &Graph<'_>, value: &Value<'_>, vars: &mut Vars) {
    match value {
        Value::Expr(expr) => read_by_expr(graph, expr, vars),
        Value::Var(var, _) | Value::Increment(var) => {
            vars.insert(*var);
        }
        Value::Item(list, index) => {
            read_by_value(graph, list, vars);
            vars.insert(*index);
        }
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
