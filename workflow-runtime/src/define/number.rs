//! Arithmetic and comparison.

use super::Wit;
use super::value::{bind_simple, error};
use crate::WorkflowData;
use crate::data::{EXACT, Integer, Shape};
use serde_json::Value;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// What JSONata orders as Rust does.
#[diagnostic::on_unimplemented(
    message = "[W0817] `{Self}` values cannot be ordered in a workflow",
    label = "numbers can be ordered here",
    note = "JSONata orders text by UTF-16 units, Rust by code points; compare inside a task"
)]
pub trait Ordered: WorkflowData {}

/// What JSONata's `=` compares as Rust's `==` does.
#[diagnostic::on_unimplemented(
    message = "[W0818] `{Self}` values cannot be compared in a workflow",
    label = "numbers, booleans, text, enums whose variants have no fields, and options of these can be compared here",
    note = "compare the fields or items, use `match`, or compare inside a task"
)]
pub trait Comparable: WorkflowData {}

macro_rules! numbers {
    ($($type:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Ordered for $type {}
        #[diagnostic::do_not_recommend]
        impl Comparable for $type {}
    )* };
}

numbers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize f64 }

#[diagnostic::do_not_recommend]
impl<T: Comparable> Comparable for Option<T> {}
#[diagnostic::do_not_recommend]
impl Comparable for bool {}
#[diagnostic::do_not_recommend]
impl Comparable for char {}
#[diagnostic::do_not_recommend]
impl Comparable for String {}

/// What the operators `<`, `<=`, `>` and `>=` take.
#[diagnostic::on_unimplemented(
    message = "[W0817] `{Self}` values cannot be ordered in a workflow",
    label = "numbers and timestamps can be ordered here",
    note = "JSONata orders text by UTF-16 units, Rust by code points; compare inside a task"
)]
pub trait InOrder: WorkflowData {
    /// What JSONata orders in its place.
    fn key(value: Expr) -> Expr {
        value
    }
}

#[diagnostic::do_not_recommend]
impl<T: Ordered> InOrder for T {}

#[diagnostic::do_not_recommend]
impl InOrder for jiff::Timestamp {
    fn key(value: Expr) -> Expr {
        super::timestamp::key(value)
    }
}

/// What the operators `==` and `!=` take.
#[diagnostic::on_unimplemented(
    message = "[W0818] `{Self}` values cannot be compared in a workflow",
    label = "numbers, booleans, text, timestamps, enums whose variants have no fields, and options of these can be compared here",
    note = "compare the fields or items, use `match`, or compare inside a task"
)]
pub trait Equal: WorkflowData {
    /// What JSONata compares in its place.
    fn key(value: Expr) -> Expr {
        value
    }
}

#[diagnostic::do_not_recommend]
impl<T: Comparable> Equal for T {}

#[diagnostic::do_not_recommend]
impl Equal for jiff::Timestamp {
    fn key(value: Expr) -> Expr {
        super::timestamp::key(value)
    }
}

/// `left op right` for `<`, `<=`, `>` and `>=`.
pub fn order<T: InOrder>(_: Wit<T>, op: BinaryOp, left: Expr, right: Expr) -> Expr {
    T::key(left).binary(op, T::key(right))
}

/// `(start..end).contains(&number)`: all three are computed, whatever the comparisons say.
pub fn is_in_range<T: Ordered>(_: Wit<T>, number: Expr, start: Expr, end: Expr, closed: bool) -> Expr {
    let below = if closed { BinaryOp::Le } else { BinaryOp::Lt };
    bind_simple("_from", start, |start| {
        bind_simple("_to", end, |end| {
            bind_simple("_x", number, |x| {
                let from = start.binary(BinaryOp::Le, x.clone());
                from.binary(BinaryOp::And, x.binary(below, end))
            })
        })
    })
}

/// `left op right` for `==` and `!=`.
pub fn equal<T: Equal>(_: Wit<T>, op: BinaryOp, left: Expr, right: Expr) -> Expr {
    T::key(left).binary(op, T::key(right))
}

/// `left op right` for `+`, `-`, `*`, `/` and `%` on numbers, an evaluation fault wherever the native body has one.
pub fn arithmetic<T: WorkflowData>(_: Wit<T>, op: BinaryOp, left: Expr, right: Expr) -> Expr {
    match T::SHAPE {
        Shape::Integer(range) => integer(range, op, left, right),
        _ => float(op, left, right),
    }
}

fn integer(range: Integer, op: BinaryOp, left: Expr, right: Expr) -> Expr {
    if let Some(known) = written_out(range, op, &left, &right) {
        return known;
    }
    match op {
        BinaryOp::Div => divide(range, left, right),
        BinaryOp::Rem => remainder(range, left, right),
        // A sum of what is not negative can only be too large, a difference of it only too small.
        BinaryOp::Add | BinaryOp::Mul if range.min == 0 => within(left.binary(op, right), None, Some(range), range),
        BinaryOp::Sub if range.min == 0 => within(left.binary(op, right), Some(range), None, range),
        _ => within(left.binary(op, right), Some(range), Some(range), range),
    }
}

/// The result of literals, if it is of the type.
fn written_out(range: Integer, op: BinaryOp, left: &Expr, right: &Expr) -> Option<Expr> {
    let (left, right) = (literal_integer(left)?, literal_integer(right)?);
    let result = match op {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Sub => left.checked_sub(right),
        BinaryOp::Mul => left.checked_mul(right),
        _ => None,
    };
    result.filter(|result| (range.min..=range.max).contains(result)).map(Expr::integer)
}

/// `value`, or an error where it lies outside of the limits that are given.
fn within(value: Expr, min: Option<Integer>, max: Option<Integer>, range: Integer) -> Expr {
    within_range(value, min.map(|limit| limit.min), max.map(|limit| limit.max), range)
}

/// Whether a number is of the type.
pub(super) fn holds(range: Integer, n: Expr) -> Expr {
    let min = n.clone().binary(BinaryOp::Ge, Expr::integer(range.min));
    min.binary(BinaryOp::And, n.binary(BinaryOp::Le, Expr::integer(range.max)))
}

/// The same with the limits themselves.
pub(super) fn within_range(value: Expr, min: Option<i64>, max: Option<i64>, range: Integer) -> Expr {
    let n = || Expr::variable("_n");
    let min = min.map(|limit| n().binary(BinaryOp::Ge, Expr::integer(limit)));
    let max = max.map(|limit| n().binary(BinaryOp::Le, Expr::integer(limit)));
    let fits = match (min, max) {
        (Some(min), Some(max)) => min.binary(BinaryOp::And, max),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return value,
    };
    let checked = fits.conditional(n(), error(&format!("{} overflow", range.name)));
    Expr::Block(vec![("_n".into(), value)], Box::new(checked))
}

/// Truncates as Rust does: `$floor` for what is not negative, else without the remainder.
fn divide(range: Integer, left: Expr, right: Expr) -> Expr {
    let literal = literal_integer(&right);
    bind_simple("_a", left, |a| {
        bind_simple("_b", right, |b| {
            let quotient = if range.min == 0 {
                Expr::Call("floor", vec![a.binary(BinaryOp::Div, b.clone())])
            } else {
                let whole = a.clone().binary(BinaryOp::Sub, a.binary(BinaryOp::Rem, b.clone()));
                let quotient = whole.binary(BinaryOp::Div, b.clone());
                // Only the least value divided by -1 does not fit.
                if literal.is_some_and(|n| n != -1) { quotient } else { within(quotient, None, Some(range), range) }
            };
            unless_zero(literal, b, quotient)
        })
    })
}

fn remainder(range: Integer, left: Expr, right: Expr) -> Expr {
    let literal = literal_integer(&right);
    bind_simple("_a", left, |a| {
        bind_simple("_b", right, |b| {
            let remainder = a.clone().binary(BinaryOp::Rem, b.clone());
            let overflows = range.min != 0 && literal.is_none_or(|n| n == -1);
            let remainder = if overflows && range.min > -EXACT {
                let least = a.binary(BinaryOp::Eq, Expr::integer(range.min));
                let by_minus_one = b.clone().binary(BinaryOp::Eq, Expr::integer(-1));
                let message = error(&format!("{} overflow", range.name));
                least.binary(BinaryOp::And, by_minus_one).conditional(message, remainder)
            } else {
                remainder
            };
            unless_zero(literal, b, remainder)
        })
    })
}

fn unless_zero(literal: Option<i64>, divisor: Expr, value: Expr) -> Expr {
    if literal.is_some_and(|n| n != 0) {
        return value;
    }
    divisor.binary(BinaryOp::Eq, Expr::integer(0)).conditional(error("division by zero"), value)
}

/// JSONata's results are infinite where Rust's are, and would leave the expression as text.
fn float(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    if matches!(op, BinaryOp::Div | BinaryOp::Rem) {
        return bind_simple("_b", right, |b| unless_zero(None, b.clone(), finite(left.binary(op, b))));
    }
    finite(left.binary(op, right))
}

/// `value`, or an error where it is infinite or no number: only a finite number less itself is 0.
pub(super) fn finite(value: Expr) -> Expr {
    let n = || Expr::variable("_n");
    let is_finite = n().binary(BinaryOp::Sub, n()).binary(BinaryOp::Eq, Expr::integer(0));
    let checked = is_finite.conditional(n(), error("f64 overflow"));
    Expr::Block(vec![("_n".into(), value)], Box::new(checked))
}

/// `-operand`.
pub fn negate<T: WorkflowData>(_: Wit<T>, operand: Expr) -> Expr {
    match (T::SHAPE, operand) {
        (_, Expr::Literal(Value::Number(n))) if n.as_i64().is_some_and(|n| n >= 0) => {
            Expr::integer(-n.as_i64().unwrap_or_default())
        }
        (Shape::Integer(range), operand) if range.min > -EXACT => {
            within(Expr::Negate(Box::new(operand)), Some(range), Some(range), range)
        }
        (_, operand) => Expr::Negate(Box::new(operand)),
    }
}

/// `operand as To`, the same number or an evaluation fault.
pub fn cast<From, To>(_: Wit<From>, _: Wit<To>, operand: Expr) -> Expr
where
    From: WorkflowData,
    To: WorkflowData,
{
    match (From::SHAPE, To::SHAPE) {
        (Shape::Integer(from), Shape::Integer(to)) => {
            let min = (from.min < to.min).then_some(to);
            let max = (from.max > to.max).then_some(to);
            within(operand, min, max, to)
        }
        (Shape::Float, Shape::Integer(to)) => from_float(to, operand),
        _ => operand,
    }
}

/// Towards zero, and to the end of the type that the number lies beyond; of a 64-bit type that end is not exact. Adding
/// zero makes -0 0.
fn from_float(to: Integer, operand: Expr) -> Expr {
    let whole = super::float::truncated(operand).binary(BinaryOp::Add, Expr::integer(0));
    if !to.is_narrow() {
        let least =
            if to.min == 0 { Expr::Call("max", vec![Expr::List(vec![Expr::integer(0), whole])]) } else { whole };
        return within(least, (to.min < 0).then_some(to), Some(to), to);
    }
    let below = Expr::Call("min", vec![Expr::List(vec![Expr::integer(to.max), whole])]);
    Expr::Call("max", vec![Expr::List(vec![Expr::integer(to.min), below])])
}

pub(super) fn literal_integer(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Literal(Value::Number(n)) => n.as_i64(),
        _ => None,
    }
}

/// The sum of a list. What cannot be negative overflows on the way exactly where the whole sum does; items of both signs,
/// and floats (Step Functions may add them with less rounding), are added one by one, as the native body adds them.
pub fn sum<T: WorkflowData>(_: Wit<T>, list: Expr) -> Expr {
    match T::SHAPE {
        Shape::Integer(range) if range.min == 0 => within(Expr::Call("sum", vec![list]), None, Some(range), range),
        Shape::Integer(range) => one_by_one(list, |sum, item| integer(range, BinaryOp::Add, sum, item)),
        _ => one_by_one(list, |sum, item| float(BinaryOp::Add, sum, item)),
    }
}

/// The product of a list, one factor after the other as in the native body: a zero does not undo an overflow.
pub fn product<T: WorkflowData>(wit: Wit<T>, list: Expr) -> Expr {
    let next = arithmetic(wit, BinaryOp::Mul, Expr::variable("_s"), Expr::variable("_x"));
    let multiply = Expr::Lambda(vec!["_s".into(), "_x".into()], Box::new(next));
    Expr::Call("reduce", vec![list, multiply, Expr::integer(1)])
}

fn one_by_one(list: Expr, add: impl FnOnce(Expr, Expr) -> Expr) -> Expr {
    let next = add(Expr::variable("_s"), Expr::variable("_x"));
    let add = Expr::Lambda(vec!["_s".into(), "_x".into()], Box::new(next));
    Expr::Call("reduce", vec![list, add, Expr::integer(0)])
}
