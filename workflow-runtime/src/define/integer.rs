//! Methods of numbers.

use super::Wit;
use super::number::{Ordered, arithmetic, holds, literal_integer, within_range};
use super::pattern::null;
use super::value::{bind_simple, error};
use crate::WorkflowData;
use crate::data::{Integer, Shape};
use workflow_asl::jsonata::{BinaryOp, Expr};

/// An integer type.
#[diagnostic::on_unimplemented(
    message = "[W0804] this method has no exact form for `{Self}` in a workflow",
    label = "it works on integers here"
)]
pub trait Whole: WorkflowData {}

/// An integer type of which JSONata holds every value.
#[diagnostic::on_unimplemented(
    message = "[W0804] this method has no exact form for `{Self}` in a workflow",
    label = "it works on integers of up to 32 bits here",
    note = "JSONata's numbers are 64-bit floats; use `i32`, `u32` or a smaller type, or compute inside a task"
)]
pub trait Narrow: Whole {}

macro_rules! implement {
    ($($trait:ident: $($type:ty)*;)*) => { $( $(
        #[diagnostic::do_not_recommend]
        impl $trait for $type {}
    )* )* };
}

implement! {
    Whole: i8 i16 i32 i64 isize u8 u16 u32 u64 usize;
    Narrow: i8 i16 i32 u8 u16 u32;
}

fn zero() -> Expr {
    Expr::integer(0)
}

fn range_of<T: WorkflowData>() -> Option<Integer> {
    match T::SHAPE {
        Shape::Integer(range) => Some(range),
        _ => None,
    }
}

/// The greater or the least of two.
fn extreme(name: &'static str, left: Expr, right: Expr) -> Expr {
    Expr::Call(name, vec![Expr::List(vec![left, right])])
}

/// `.abs()` of integers and floats.
pub fn abs<T: Ordered>(_: Wit<T>, value: Expr) -> Expr {
    let value = Expr::Call("abs", vec![value]);
    match range_of::<T>() {
        Some(range) => within_range(value, None, Some(range.max), range),
        None => value,
    }
}

/// `.abs_diff(other)`
pub fn abs_diff<T: Whole>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    let difference = Expr::Call("abs", vec![value.binary(BinaryOp::Sub, other)]);
    match range_of::<T>().filter(|range| !range.is_narrow()) {
        Some(range) => within_range(difference, None, Some(range.max), range),
        None => difference,
    }
}

/// `.min(other)`
pub fn min<T: Ordered>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    extreme("min", value, other)
}

/// `.max(other)`
pub fn max<T: Ordered>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    extreme("max", value, other)
}

/// `.clamp(least, greatest)`, an evaluation fault where the limits are the wrong way round.
pub fn clamp<T: Ordered>(_: Wit<T>, value: Expr, least: Expr, greatest: Expr) -> Expr {
    let ordered = literal_integer(&least).zip(literal_integer(&greatest)).map(|(least, greatest)| least <= greatest);
    bind_simple("_v", value, |value| {
        bind_simple("_a", least, |least| {
            bind_simple("_b", greatest, |greatest| {
                let clamped = extreme("max", least.clone(), extreme("min", value, greatest.clone()));
                match ordered {
                    Some(true) => clamped,
                    _ => least.binary(BinaryOp::Le, greatest).conditional(clamped, error("the limits cross")),
                }
            })
        })
    })
}

/// `.signum()`
pub fn signum<T: Whole>(_: Wit<T>, value: Expr) -> Expr {
    bind_simple("_n", value, |n| {
        let negative = n.clone().binary(BinaryOp::Lt, zero()).conditional(Expr::integer(-1), zero());
        n.binary(BinaryOp::Gt, zero()).conditional(Expr::integer(1), negative)
    })
}

/// `.is_positive()`
pub fn is_positive<T: Whole>(_: Wit<T>, value: Expr) -> Expr {
    value.binary(BinaryOp::Gt, zero())
}

/// `.is_negative()`
pub fn is_negative<T: Whole>(_: Wit<T>, value: Expr) -> Expr {
    value.binary(BinaryOp::Lt, zero())
}

/// `.pow(exponent)`: powers that a float holds exactly are exact, and the others overflow.
pub fn pow<T: Whole>(_: Wit<T>, value: Expr, exponent: Expr) -> Expr {
    let power = Expr::Call("power", vec![value, exponent]);
    match range_of::<T>() {
        Some(range) => within_range(power, (range.min < 0).then_some(range.min), Some(range.max), range),
        None => power,
    }
}

/// `.rem_euclid(divisor)`
pub fn rem_euclid<T: Whole>(w: Wit<T>, value: Expr, divisor: Expr) -> Expr {
    if range_of::<T>().is_some_and(|range| range.min == 0) {
        return arithmetic(w, BinaryOp::Rem, value, divisor);
    }
    bind_simple("_d", divisor, |d| {
        bind_simple("_r", arithmetic(w, BinaryOp::Rem, value, d.clone()), |r| {
            let raised = r.clone().binary(BinaryOp::Add, Expr::Call("abs", vec![d]));
            r.clone().binary(BinaryOp::Lt, zero()).conditional(raised, r)
        })
    })
}

/// `.div_euclid(divisor)`
pub fn div_euclid<T: Whole>(w: Wit<T>, value: Expr, divisor: Expr) -> Expr {
    if range_of::<T>().is_some_and(|range| range.min == 0) {
        return arithmetic(w, BinaryOp::Div, value, divisor);
    }
    bind_simple("_m", value, |n| {
        bind_simple("_d", divisor, |d| {
            bind_simple("_q", arithmetic(w, BinaryOp::Div, n.clone(), d.clone()), |q| {
                let down = q.clone().binary(BinaryOp::Sub, Expr::integer(1));
                let up = q.clone().binary(BinaryOp::Add, Expr::integer(1));
                let away = d.clone().binary(BinaryOp::Gt, zero()).conditional(down, up);
                n.binary(BinaryOp::Rem, d).binary(BinaryOp::Lt, zero()).conditional(away, q)
            })
        })
    })
}

/// `value`, or null where it lies outside of the type.
fn or_none<T: WorkflowData>(value: Expr) -> Expr {
    let Some(range) = range_of::<T>() else { return value };
    bind_simple("_n", value, |n| holds(range, n.clone()).conditional(n, null()))
}

/// `.checked_add(other)`
pub fn checked_add<T: Narrow>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    or_none::<T>(value.binary(BinaryOp::Add, other))
}

/// `.checked_sub(other)`
pub fn checked_sub<T: Narrow>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    or_none::<T>(value.binary(BinaryOp::Sub, other))
}

/// `.checked_mul(other)`
pub fn checked_mul<T: Narrow>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    or_none::<T>(value.binary(BinaryOp::Mul, other))
}

/// `.checked_div(other)`
pub fn checked_div<T: Narrow>(w: Wit<T>, value: Expr, other: Expr) -> Expr {
    unless_none(w, BinaryOp::Div, value, other)
}

/// `.checked_rem(other)`
pub fn checked_rem<T: Narrow>(w: Wit<T>, value: Expr, other: Expr) -> Expr {
    unless_none(w, BinaryOp::Rem, value, other)
}

/// A division, or null where it has no result: by zero, and of the least value by -1.
fn unless_none<T: WorkflowData>(w: Wit<T>, op: BinaryOp, value: Expr, other: Expr) -> Expr {
    bind_simple("_a", value, |a| {
        bind_simple("_b", other, |b| {
            let by_zero = b.clone().binary(BinaryOp::Eq, zero());
            let none = match range_of::<T>().filter(|range| range.min < 0) {
                Some(range) => {
                    let least = a.clone().binary(BinaryOp::Eq, Expr::integer(range.min));
                    let by_minus_one = b.clone().binary(BinaryOp::Eq, Expr::integer(-1));
                    by_zero.binary(BinaryOp::Or, least.binary(BinaryOp::And, by_minus_one))
                }
                None => by_zero,
            };
            none.conditional(null(), arithmetic(w, op, a, b))
        })
    })
}

/// `value`, or the end of the type that it lies beyond.
fn saturated<T: WorkflowData>(value: Expr) -> Expr {
    let Some(range) = range_of::<T>() else { return value };
    extreme("max", Expr::integer(range.min), extreme("min", Expr::integer(range.max), value))
}

/// `.saturating_add(other)`
pub fn saturating_add<T: Narrow>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    saturated::<T>(value.binary(BinaryOp::Add, other))
}

/// `.saturating_sub(other)`
pub fn saturating_sub<T: Narrow>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    saturated::<T>(value.binary(BinaryOp::Sub, other))
}

/// `.saturating_mul(other)`
pub fn saturating_mul<T: Narrow>(_: Wit<T>, value: Expr, other: Expr) -> Expr {
    saturated::<T>(value.binary(BinaryOp::Mul, other))
}
