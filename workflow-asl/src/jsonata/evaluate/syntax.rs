//! The shape of a syntax tree.

use jlens_core::ast::{Node, NodeKind, Stage};

/// Calls `visit` for everything that a node is made of.
pub(super) fn for_each_child<'a>(node: &'a Node, visit: &mut dyn FnMut(&'a Node)) {
    match &node.kind {
        NodeKind::Path { steps: nodes, .. }
        | NodeKind::Array { items: nodes }
        | NodeKind::Block { exprs: nodes, .. } => {
            nodes.iter().for_each(visit);
        }
        NodeKind::Binary { lhs, rhs, .. }
        | NodeKind::Bind { lhs, rhs }
        | NodeKind::Apply { lhs, rhs }
        | NodeKind::Fallback { lhs, rhs, .. } => {
            visit(lhs);
            visit(rhs);
        }
        NodeKind::Negate { expr } => visit(expr),
        NodeKind::Object { pairs } => pairs.iter().flat_map(|(key, value)| [key, value]).for_each(visit),
        NodeKind::Condition { condition, then, otherwise } => {
            [Some(condition), Some(then), otherwise.as_ref()].into_iter().flatten().for_each(|node| visit(node));
        }
        NodeKind::Function { procedure, args } | NodeKind::Partial { procedure, args } => {
            visit(procedure);
            args.iter().for_each(visit);
        }
        NodeKind::Lambda(lambda) => visit(&lambda.body),
        NodeKind::Transform(transform) => {
            [Some(&transform.pattern), Some(&transform.update), transform.delete.as_ref()]
                .into_iter()
                .flatten()
                .for_each(visit);
        }
        NodeKind::Sort { terms } => terms.iter().for_each(|term| visit(&term.expr)),
        NodeKind::Name { .. }
        | NodeKind::Variable { .. }
        | NodeKind::String { .. }
        | NodeKind::Number { .. }
        | NodeKind::Bool { .. }
        | NodeKind::Null
        | NodeKind::Regex { .. }
        | NodeKind::Wildcard
        | NodeKind::Descendant
        | NodeKind::Parent { .. }
        | NodeKind::Placeholder
        | NodeKind::Error { .. } => {}
    }
}

/// Calls `visit` for the filters and the grouping that follow a node.
pub(super) fn for_each_follower<'a>(node: &'a Node, visit: &mut dyn FnMut(&'a Node)) {
    for stage in node.attrs.stages.iter().chain(&node.attrs.predicate) {
        if let Stage::Filter { expr, .. } = stage {
            visit(expr);
        }
    }
    if let Some(group) = &node.attrs.group {
        group.pairs.iter().flat_map(|(key, value)| [key, value]).for_each(visit);
    }
}
