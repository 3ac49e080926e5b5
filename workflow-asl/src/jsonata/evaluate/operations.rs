//! Operations that the evaluator does not do as Step Functions does: they become calls of functions that do.

use jlens_core::ast::{BinaryOp, Node, NodeKind};
use jlens_core::stack;

use super::rewrite::Edit;
use super::syntax;

/// The function for `/` where its value leaves the expression: infinity and NaN are texts there.
pub(super) const QUOTIENT: &str = "_aws_quotient";
/// The function for `/` elsewhere.
pub(super) const DIVIDE: &str = "_aws_divide";
/// The function for `%`.
pub(super) const REMAINDER: &str = "_aws_remainder";
/// The function for what `$string` and `&` write.
pub(super) const TEXT: &str = "_aws_text";

/// The functions whose value is text, or nothing.
const TEXTS: &[&str] = &[
    "base64decode",
    "base64encode",
    "formatBase",
    "formatInteger",
    "formatNumber",
    "fromMillis",
    "hash",
    "join",
    "lowercase",
    "now",
    "pad",
    "replace",
    "string",
    "substring",
    "substringAfter",
    "substringBefore",
    "trim",
    "type",
    "uppercase",
    "uuid",
];

/// The edits that make calls of the operations below a node.
pub(super) fn edits(root: &Node) -> Vec<Edit> {
    let mut calls = Calls::default();
    calls.node(root, Use::Result);
    calls.edits
}

/// What becomes of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It is the result, or an item or a field of the result.
    Result,
    /// The expression goes on with it.
    Operand,
}

#[derive(Default)]
struct Calls {
    edits: Vec<Edit>,
    /// How many nodes were seen: an outer one has a lower number than those in it.
    seen: usize,
}

impl Calls {
    fn node(&mut self, node: &Node, usage: Use) {
        self.seen += 1;
        match &node.kind {
            NodeKind::Binary { op: BinaryOp::Div, lhs, rhs } if may_be_zero(rhs) => {
                let function = if usage == Use::Result { QUOTIENT } else { DIVIDE };
                self.call(function, lhs, rhs);
            }
            NodeKind::Binary { op: BinaryOp::Mod, lhs, rhs } if may_be_zero(rhs) => self.call(REMAINDER, lhs, rhs),
            NodeKind::Binary { op: BinaryOp::Concat, lhs, rhs } => {
                for operand in [lhs, rhs].into_iter().filter(|operand| !is_text(operand)) {
                    self.wrap(operand, ")");
                }
            }
            NodeKind::Function { procedure, args } if is_variable(procedure, &["string"]) => match args.as_slice() {
                [value] => self.wrap(value, ")"),
                [value, Node { kind: NodeKind::Bool { value: pretty }, .. }] => {
                    self.wrap(value, &format!(",{pretty})"));
                }
                _ => {}
            },
            _ => {}
        }
        stack::grow(|| {
            syntax::for_each_child(node, &mut |child| self.node(child, use_of(child, node, usage)));
            syntax::for_each_follower(node, &mut |child| self.node(child, Use::Operand));
        });
    }

    /// The operator between two operands becomes a call with both.
    fn call(&mut self, function: &str, lhs: &Node, rhs: &Node) {
        self.edits.push(Edit::before(lhs.span.start, self.seen, format!("${function}(")));
        self.edits.push(Edit::replace(lhs.span.end, rhs.span.start, ","));
        self.edits.push(Edit::after(rhs.span.end, self.seen, ")"));
    }

    /// A value becomes what stands for its text; one with functions in it, which are no JSON, stays.
    fn wrap(&mut self, value: &Node, end: &str) {
        if holds_function(value) {
            return;
        }
        self.edits.push(Edit::before(value.span.start, self.seen, format!("${TEXT}(")));
        self.edits.push(Edit::after(value.span.end, self.seen, end));
    }
}

fn may_be_zero(divisor: &Node) -> bool {
    !matches!(divisor.kind, NodeKind::Number { value } if value != 0.0) || has_followers(divisor)
}

/// Whether a value is certainly text or nothing.
fn is_text(node: &Node) -> bool {
    let text = match &node.kind {
        NodeKind::String { .. } | NodeKind::Binary { op: BinaryOp::Concat, .. } => true,
        NodeKind::Function { procedure, .. } => is_variable(procedure, TEXTS),
        _ => false,
    };
    text && !has_followers(node)
}

/// Whether a function is written as a field or an item of a value.
fn holds_function(node: &Node) -> bool {
    stack::grow(|| match &node.kind {
        NodeKind::Array { items } => items.iter().any(holds_function),
        NodeKind::Object { pairs } => pairs.iter().any(|(_, value)| holds_function(value)),
        NodeKind::Lambda(_) | NodeKind::Partial { .. } | NodeKind::Transform(_) | NodeKind::Regex { .. } => true,
        NodeKind::Variable { name } => super::super::is_function(name),
        _ => false,
    })
}

fn is_variable(node: &Node, names: &[&str]) -> bool {
    matches!(&node.kind, NodeKind::Variable { name } if names.contains(&name.as_str())) && !has_followers(node)
}

/// Whether more is done with the value of a node before its parent has it.
fn has_followers(node: &Node) -> bool {
    !node.attrs.stages.is_empty() || !node.attrs.predicate.is_empty() || node.attrs.group.is_some()
}

fn use_of(child: &Node, parent: &Node, usage: Use) -> Use {
    let leaves = !has_followers(parent)
        && match &parent.kind {
            NodeKind::Array { .. } => true,
            NodeKind::Object { pairs } => pairs.iter().any(|(_, value)| std::ptr::eq(value, child)),
            NodeKind::Block { exprs, .. } => exprs.last().is_some_and(|last| std::ptr::eq(last, child)),
            NodeKind::Condition { condition, .. } => !std::ptr::eq(condition.as_ref(), child),
            _ => false,
        };
    if leaves { usage } else { Use::Operand }
}
