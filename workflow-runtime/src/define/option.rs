//! Methods of `Option`.

use super::Wit;
use super::pattern::{is_none as none, is_some as some, null};
use super::value::{bind_simple, error};
use crate::WorkflowData;
use workflow_asl::jsonata::Expr;

/// An `Option` of any value.
#[diagnostic::on_unimplemented(
    message = "this method has no exact form for `{Self}` in a workflow",
    label = "here it works on an `Option` only"
)]
pub trait Optional: WorkflowData {
    /// What it may hold.
    type Value: WorkflowData;
}

impl<T: WorkflowData> Optional for Option<T> {
    type Value = T;
}

/// `.is_some()`
pub fn is_some<T: Optional>(_: Wit<T>, value: Expr) -> Expr {
    some(value)
}

/// `.is_none()`
pub fn is_none<T: Optional>(_: Wit<T>, value: Expr) -> Expr {
    none(value)
}

/// `.unwrap_or(other)`, where `other` is computed in any case: it may be an evaluation fault.
pub fn unwrap_or<T: Optional>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| bind_simple("_o", other, |other| some(v.clone()).conditional(v, other)))
}

/// `.unwrap()` and `.expect(..)`: an evaluation fault for `None`.
pub fn unwrap<T: Optional>(_: Wit<T>, value: Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| some(v.clone()).conditional(v, error("unwrap of None")))
}

/// `.map(closure)`; `result` gets what the parameter stands for.
pub fn map<T: Optional>(_: Wit<T>, value: Expr, result: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| some(v.clone()).conditional(result(v), null()))
}

/// `.is_some_and(closure)`
pub fn is_some_and<T: Optional>(_: Wit<T>, value: Expr, condition: impl FnOnce(Expr) -> Expr) -> Expr {
    use workflow_asl::jsonata::BinaryOp::And;
    bind_simple("_v", value.or_missing(), |v| some(v.clone()).binary(And, condition(v)))
}
