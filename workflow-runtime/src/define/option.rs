//! Methods of `Option`, and those that a `Result` has too.

use super::Wit;
use super::pattern::{is_none as none, is_some as some, null};
use super::result::Holder;
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
pub trait Optional: WorkflowData {}

impl<T: NeverNull> Optional for Option<T> {}

/// `.is_some()`
pub fn is_some<T: Optional>(_: Wit<T>, value: Expr) -> Expr {
    some(value)
}

/// `.is_none()`
pub fn is_none<T: Optional>(_: Wit<T>, value: Expr) -> Expr {
    none(value)
}

/// `.unwrap_or(other)`, where `other` is computed in any case: it may be an evaluation fault.
pub fn unwrap_or<T: Holder>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| {
        bind_simple("_o", other, |other| T::holds(v.clone()).conditional(T::held(v), other))
    })
}

/// `.unwrap()` and `.expect(..)`: an evaluation fault for `None` and `Err`.
pub fn unwrap<T: Holder>(_: Wit<T>, value: Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| T::holds(v.clone()).conditional(T::held(v), error("there is no value")))
}

/// `.map(closure)`; `result` gets what the parameter stands for.
pub fn map<T: Holder>(_: Wit<T>, value: Expr, result: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| {
        let mapped = T::holding(result(T::held(v.clone())));
        T::holds(v.clone()).conditional(mapped, T::without(v))
    })
}

/// `.is_some_and(closure)` and `.is_ok_and(closure)`
pub fn is_some_and<T: Holder>(_: Wit<T>, value: Expr, condition: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| T::holds(v.clone()).binary(BinaryOp::And, condition(T::held(v))))
}

/// `.is_none_or(closure)`
pub fn is_none_or<T: Optional>(_: Wit<T>, value: Expr, condition: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| none(v.clone()).binary(BinaryOp::Or, condition(v)))
}

/// `.and_then(closure)`
pub fn and_then<T: Holder>(_: Wit<T>, value: Expr, result: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| T::holds(v.clone()).conditional(result(T::held(v.clone())), T::without(v)))
}

/// `.filter(closure)`
pub fn filter<T: Optional>(_: Wit<T>, value: Expr, condition: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| {
        some(v.clone()).binary(BinaryOp::And, condition(v.clone())).conditional(v, null())
    })
}

/// `.map_or(other, closure)`, where `other` is computed in any case.
pub fn map_or<T: Holder>(_: Wit<T>, value: Expr, other: Expr, result: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| {
        bind_simple("_o", other, |other| T::holds(v.clone()).conditional(result(T::held(v)), other))
    })
}

/// `.map_or_else(other, closure)`; `other` gets the error, of a `Result`.
pub fn map_or_else<T: Holder>(
    _: Wit<T>,
    value: Expr,
    other: impl FnOnce(Expr) -> Expr,
    result: impl FnOnce(Expr) -> Expr,
) -> Expr {
    bind_simple("_v", T::read(value), |v| {
        T::holds(v.clone()).conditional(result(T::held(v.clone())), other(T::error(v)))
    })
}

/// `.unwrap_or_else(closure)`
pub fn unwrap_or_else<T: Holder>(_: Wit<T>, value: Expr, other: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| T::holds(v.clone()).conditional(T::held(v.clone()), other(T::error(v))))
}

/// `.unwrap_or_default()`
pub fn unwrap_or_default<T: Holder>(_: Wit<T>, value: Expr) -> Expr
where
    T::Value: Default + Serialize,
{
    let default = super::value::constant(&T::Value::default());
    bind_simple("_v", T::read(value), |v| T::holds(v.clone()).conditional(T::held(v), default))
}

/// `.or(other)`, where `other` is computed in any case.
pub fn or<T: Holder>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| bind_simple("_o", other, |other| T::holds(v.clone()).conditional(v, other)))
}

/// `.or_else(closure)`
pub fn or_else<T: Holder>(_: Wit<T>, value: Expr, other: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| T::holds(v.clone()).conditional(v.clone(), other(T::error(v))))
}

/// `.and(other)`, where `other` is computed in any case.
pub fn and<T: Holder>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    bind_simple("_v", T::read(value), |v| {
        bind_simple("_o", other, |other| T::holds(v.clone()).conditional(other, T::without(v)))
    })
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
