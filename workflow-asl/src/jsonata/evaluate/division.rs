//! Divisions by zero, which the evaluator does not do as Step Functions does.

use jlens_core::ast::{BinaryOp, Node, NodeKind, Span};
use jlens_core::stack;

use super::syntax;

/// A division in the text of an expression that is to be a call of a function.
#[derive(Clone, Copy, Debug)]
pub(super) struct Division {
    pub(super) function: &'static str,
    pub(super) dividend: Span,
    pub(super) divisor: Span,
}

/// The function for `/` where its value leaves the expression: infinity and NaN are texts there.
pub(super) const QUOTIENT: &str = "_quotient";
/// The function for `/` elsewhere.
pub(super) const DIVIDE: &str = "_divide";
/// The function for `%`.
pub(super) const REMAINDER: &str = "_remainder";

/// The divisions below a node by what may be zero, outer ones first.
pub(super) fn divisions(root: &Node) -> Vec<Division> {
    let mut found = Vec::new();
    collect(root, Use::Result, &mut found);
    found
}

/// What becomes of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It is the result, or an item or a field of the result.
    Result,
    /// The expression goes on with it.
    Operand,
}

fn collect(node: &Node, usage: Use, found: &mut Vec<Division>) {
    stack::grow(|| {
        if let NodeKind::Binary { op, lhs, rhs } = &node.kind
            && let Some(function) = function(*op, usage)
            && !is_other_than_zero(rhs)
        {
            found.push(Division { function, dividend: lhs.span, divisor: rhs.span });
        }
        syntax::for_each_child(node, &mut |child| collect(child, use_of(child, node, usage), found));
        syntax::for_each_follower(node, &mut |child| collect(child, Use::Operand, found));
    });
}

fn function(op: BinaryOp, usage: Use) -> Option<&'static str> {
    match (op, usage) {
        (BinaryOp::Div, Use::Result) => Some(QUOTIENT),
        (BinaryOp::Div, Use::Operand) => Some(DIVIDE),
        (BinaryOp::Mod, _) => Some(REMAINDER),
        _ => None,
    }
}

fn is_other_than_zero(divisor: &Node) -> bool {
    matches!(divisor.kind, NodeKind::Number { value } if value != 0.0) && !has_filters(divisor)
}

/// Whether more is done with the value of a node before its parent has it.
fn has_filters(node: &Node) -> bool {
    !node.attrs.stages.is_empty() || !node.attrs.predicate.is_empty() || node.attrs.group.is_some()
}

fn use_of(child: &Node, parent: &Node, usage: Use) -> Use {
    let leaves = !has_filters(parent)
        && match &parent.kind {
            NodeKind::Array { .. } => true,
            NodeKind::Object { pairs } => pairs.iter().any(|(_, value)| std::ptr::eq(value, child)),
            NodeKind::Block { exprs, .. } => exprs.last().is_some_and(|last| std::ptr::eq(last, child)),
            NodeKind::Condition { condition, .. } => !std::ptr::eq(condition.as_ref(), child),
            _ => false,
        };
    if leaves { usage } else { Use::Operand }
}
