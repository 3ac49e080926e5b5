//! Methods of `Option`.

use super::Wit;
use super::pattern::{is_none as none, is_some as some, null};
use super::value::{bind_simple, error};
use crate::WorkflowData;
use crate::data::NeverNull;
use serde::Serialize;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// An `Option` of any value.
#[diagnostic::on_unimplemented(
    message = "[W0811] this method has no exact form for `{Self}` in a workflow",
    label = "here it works on an `Option` only"
)]
pub trait Optional: WorkflowData {
    /// What it may hold.
    type Value: WorkflowData;
}

impl<T: NeverNull> Optional for Option<T> {
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
    bind_simple("_v", value.or_missing(), |v| some(v.clone()).binary(BinaryOp::And, condition(v)))
}

/// `.is_none_or(closure)`
pub fn is_none_or<T: Optional>(_: Wit<T>, value: Expr, condition: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| none(v.clone()).binary(BinaryOp::Or, condition(v)))
}

/// `.and_then(closure)`
pub fn and_then<T: Optional>(w: Wit<T>, value: Expr, result: impl FnOnce(Expr) -> Expr) -> Expr {
    map(w, value, result)
}

/// `.filter(closure)`
pub fn filter<T: Optional>(_: Wit<T>, value: Expr, condition: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| {
        some(v.clone()).binary(BinaryOp::And, condition(v.clone())).conditional(v, null())
    })
}

/// `.map_or(other, closure)`, where `other` is computed in any case.
pub fn map_or<T: Optional>(_: Wit<T>, value: Expr, other: Expr, result: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| {
        bind_simple("_o", other, |other| some(v.clone()).conditional(result(v), other))
    })
}

/// `.map_or_else(other, closure)`
pub fn map_or_else<T: Optional>(
    _: Wit<T>,
    value: Expr,
    other: impl FnOnce() -> Expr,
    result: impl FnOnce(Expr) -> Expr,
) -> Expr {
    bind_simple("_v", value.or_missing(), |v| some(v.clone()).conditional(result(v), other()))
}

/// `.unwrap_or_else(closure)`
pub fn unwrap_or_else<T: Optional>(_: Wit<T>, value: Expr, other: impl FnOnce() -> Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| some(v.clone()).conditional(v, other()))
}

/// `.unwrap_or_default()`
pub fn unwrap_or_default<T: Optional>(_: Wit<T>, value: Expr) -> Expr
where
    T::Value: Default + Serialize,
{
    let default = super::value::constant(&T::Value::default());
    bind_simple("_v", value.or_missing(), |v| some(v.clone()).conditional(v, default))
}

/// `.or(other)`, where `other` is computed in any case.
pub fn or<T: Optional>(w: Wit<T>, value: Expr, other: Expr) -> Expr {
    unwrap_or(w, value, other)
}

/// `.or_else(closure)`
pub fn or_else<T: Optional>(w: Wit<T>, value: Expr, other: impl FnOnce() -> Expr) -> Expr {
    unwrap_or_else(w, value, other)
}

/// `.and(other)`, where `other` is computed in any case.
pub fn and<T: Optional>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| bind_simple("_o", other, |other| some(v).conditional(other, null())))
}

/// `.xor(other)`
pub fn xor<T: Optional>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| {
        bind_simple("_o", other.or_missing(), |other| {
            let without = none(other.clone()).conditional(v.clone(), null());
            let alone = some(other.clone()).conditional(other, null());
            some(v).conditional(without, alone)
        })
    })
}

/// `.zip(other)`
pub fn zip<T: Optional>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| {
        bind_simple("_o", other.or_missing(), |other| {
            let both = some(v.clone()).binary(BinaryOp::And, some(other.clone()));
            // Either may be a list, which a constructor would splice.
            let pair = [v, other].map(|item| Expr::Whole(Box::new(item), false));
            both.conditional(Expr::List(pair.into()), null())
        })
    })
}

/// `.flatten()`: an option in an option is null in either case.
pub fn flatten<T: NeverNull>(_: Wit<Option<Option<T>>>, value: Expr) -> Expr {
    value
}

/// `condition.then(closure)`
pub fn then(_: Wit<bool>, condition: Expr, result: impl FnOnce() -> Expr) -> Expr {
    condition.conditional(result(), null())
}

/// `condition.then_some(value)`, where `value` is computed in any case.
pub fn then_some(_: Wit<bool>, condition: Expr, value: Expr) -> Expr {
    bind_simple("_o", value, |value| condition.conditional(value, null()))
}
