//! What is another value each time: `now()`, `uuid()`, `random()`.
//!
//! A variable that is read in the state which assigns it stands as its expression, so what was drawn would be drawn
//! again. It is assigned first, and a Pass state computes what reads it before another state would.

use super::Lower;
use super::live::{Vars, defined, read_by_op, read_by_value};
use super::name::pascal;
use crate::workflow::graph::{Edge, EdgeId, Graph, Op, Source, StateKind, Target, Value};
use crate::workflow::syntax::{Expr, VarId};

/// Where on a way something reads what was drawn on the same way.
enum Reader<'a> {
    /// The assignment at a position.
    Op(&'a Expr, Option<VarId>),
    Output(&'a Expr),
}

impl<'a> Reader<'a> {
    fn value(&self) -> &'a Expr {
        match self {
            Reader::Op(value, _) | Reader::Output(value) => value,
        }
    }
}

impl<'a> Lower<'a, '_> {
    /// Parts the ways on which something is drawn and read.
    pub(super) fn keep_drawn_values(&mut self) {
        while let Some(reader) = self.graph.edges.iter().find_map(|edge| first_reader(&self.graph, edge)) {
            self.part_before(&reader);
        }
    }

    /// All ways that compute a value lead to one Pass state, which computes it and goes on as they did.
    fn part_before(&mut self, reader: &Reader<'a>) {
        let value = reader.value();
        let base = match reader {
            Reader::Op(_, Some(var)) => format!("Compute{}", pascal(self.vars.name(*var).trim_end_matches('_'))),
            Reader::Op(_, None) => "Compute".into(),
            Reader::Output(_) => "ComputeOutput".into(),
        };
        let ways: Vec<(usize, usize)> = self
            .graph
            .edges
            .iter()
            .enumerate()
            .filter(|(_, edge)| !matches!(edge.from, Source::Join(_)))
            .filter_map(|(i, edge)| Some((i, position_of(edge, value)?)))
            .collect();
        let from = ways.first().and_then(|(i, _)| self.graph.edge(EdgeId(*i))).map(|edge| edge.from);
        let scope = match from {
            Some(Source::Entry(scope)) => Some(scope),
            Some(Source::Next(state) | Source::Branch(state)) => self.graph.state(state).map(|state| state.scope),
            Some(Source::Join(_)) | None => None,
        };
        let scope = scope.unwrap_or(self.scope);
        let outer = std::mem::replace(&mut self.scope, scope);
        let pass = self.state(base, &value.note, value, StateKind::Succeed { output: None });
        self.scope = outer;
        let next = self.graph.add_edge(Source::Next(pass));
        let before = match from {
            Some(Source::Next(state) | Source::Branch(state)) => {
                self.graph.state(state).map(|state| state.base.clone())
            }
            _ => None,
        };
        if let Some(state) = self.graph.states.get_mut(pass.0) {
            state.qualifier = before.map(|before| format!("After{before}"));
            state.kind = StateKind::Pass { next };
        }
        self.graph.passes.insert(value.id, pass);
        for (i, position) in ways {
            let Some(edge) = self.graph.edge_mut(EdgeId(i)) else { continue };
            let rest = (
                edge.ops.split_off(position),
                edge.output.take(),
                std::mem::replace(&mut edge.target, Target::State(pass)),
            );
            if let Some(next) = self.graph.edge_mut(next) {
                (next.ops, next.output, next.target) = rest;
            }
        }
    }
}

/// The first on a way that reads what was drawn on it.
fn first_reader<'a>(graph: &Graph<'a>, edge: &Edge<'a>) -> Option<Reader<'a>> {
    if matches!(edge.from, Source::Join(_)) {
        return None;
    }
    let mut drawn = Vars::new();
    for op in &edge.ops {
        let mut read = Vars::new();
        read_by_op(graph, op, &mut read);
        if let Some(value) = computed(op)
            && !drawn.is_disjoint(&read)
        {
            return Some(Reader::Op(value, defined(op).first().copied()));
        }
        drawn.extend(defined_as_drawn(op));
    }
    let output = edge.output.as_ref()?;
    let value = value_of(output)?;
    let mut read = Vars::new();
    read_by_value(graph, output, &mut read);
    (!drawn.is_disjoint(&read)).then_some(Reader::Output(value))
}

/// Where on a way a value is computed: the position of its assignment, or the end for an output.
fn position_of(edge: &Edge<'_>, value: &Expr) -> Option<usize> {
    let is_it = |computed: Option<&Expr>| computed.is_some_and(|expr| expr.id == value.id);
    let op = edge.ops.iter().position(|op| is_it(computed(op)));
    op.or_else(|| edge.output.as_ref().filter(|output| is_it(value_of(output))).map(|_| edge.ops.len()))
}

/// What an assignment computes, as it stands in the source.
fn computed<'a>(op: &Op<'a>) -> Option<&'a Expr> {
    match op {
        Op::Set(_, value) | Op::Bind(_, value) => value_of(value),
        Op::Fold(fold) => Some(fold.expr),
        Op::BindError(..) => None,
    }
}

fn value_of<'a>(value: &Value<'a>) -> Option<&'a Expr> {
    match value {
        Value::Expr(expr) | Value::Updated(expr) | Value::Taken(expr) | Value::Error(expr) => Some(expr),
        Value::Settled(value) | Value::Failed(value) | Value::Held(value, _) => value_of(value),
        _ => None,
    }
}

/// The variables that an assignment sets to what it draws.
pub(super) fn defined_as_drawn(op: &Op<'_>) -> Vec<VarId> {
    match op {
        Op::Set(_, Value::Drawn(_)) | Op::Bind(_, Value::Drawn(_)) => defined(op),
        _ => Vec::new(),
    }
}
