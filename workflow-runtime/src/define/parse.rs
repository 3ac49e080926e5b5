//! What may fail to convert. `text.parse()`: what Rust's grammar takes, and null for the rest.

use super::Wit;
use super::collection::Countable;
use super::number::holds;
use super::pattern::null;
use super::text::{END, Str, contains_regex};
use super::value::{bind_simple, error};
use crate::WorkflowData;
use crate::data::{Integer, Shape};
use workflow_asl::jsonata::{BinaryOp, Expr};

/// The type of an option of a parsed value.
pub fn some<T: WorkflowData>(_: Wit<T>) -> Wit<Option<T>> {
    Wit::new()
}

/// `text.parse().ok()`
pub fn ok<S: Str, T: WorkflowData>(from: Wit<S>, _: Wit<Option<T>>, text: Expr) -> Expr {
    option(from, Wit::<T>::new(), text)
}

/// `text.parse()`
pub fn result<S: Str, T: WorkflowData, E>(from: Wit<S>, _: Wit<Result<T, E>>, text: Expr) -> Expr {
    super::result::of_option(option(from, Wit::<T>::new(), text))
}

/// `T::try_from(number)` and `number.try_into()`
pub fn converted<N: Countable, T: Countable, E>(_: Wit<N>, _: Wit<Result<T, E>>, number: Expr) -> Expr {
    let Shape::Integer(range) = T::SHAPE else { return super::result::ok(number) };
    bind_simple("_n", number, |n| {
        let fits = holds(range, n.clone());
        fits.conditional(super::result::ok(n), super::result::err(null()))
    })
}

/// The value, or null where there is none.
pub fn option<S: Str, T: WorkflowData>(_: Wit<S>, _: Wit<T>, text: Expr) -> Expr {
    bind_simple("_s", text, |text| match T::SHAPE {
        Shape::Integer(range) => integer(range, text),
        _ => boolean(text),
    })
}

fn boolean(text: Expr) -> Expr {
    let is = |value: bool| text.clone().binary(BinaryOp::Eq, Expr::string(value.to_string()));
    let value = |value: bool| Expr::literal(value.into());
    is(true).conditional(value(true), is(false).conditional(value(false), null()))
}

/// Digits with or without a sign. Of a type of 32 bits or less more than ten digits overflow; a 64-bit value that a float
/// does not hold exactly is an evaluation fault, natively too.
fn integer(range: Integer, text: Expr) -> Expr {
    let sign = if range.min < 0 { "[+-]?" } else { "[+]?" };
    let digits = if range.is_narrow() { "0*[0-9]{1,10}" } else { "[0-9]+" };
    let is_number = contains_regex(text.clone(), format!("^{sign}{digits}{END}"));
    let digits = Expr::Call("replace", vec![text, Expr::string("+"), Expr::string("")]);
    let number = Expr::Call("number", vec![digits]);
    // The text may be `-0`.
    let number = if range.min < 0 { number.binary(BinaryOp::Add, Expr::integer(0)) } else { number };
    let otherwise = if range.is_narrow() { null() } else { error(&format!("{} overflow", range.name)) };
    let value = bind_simple("_n", number, |n| holds(range, n.clone()).conditional(n, otherwise));
    is_number.conditional(value, null())
}
