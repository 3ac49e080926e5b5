//! Division, whose divisor may be zero.

use jlens_core::{Error, Result};
use serde_json::Value;

use super::Arguments;
use crate::jsonata::evaluate::result;

/// `/` where the value leaves the expression, as a text if it is no JSON number.
pub(super) fn quotient(arguments: Arguments<'_>) -> Result<Option<Value>> {
    compute(arguments, "/", |dividend, divisor| {
        let quotient = dividend / divisor;
        Some(match quotient {
            f64::INFINITY => Value::from("Infinity"),
            f64::NEG_INFINITY => Value::from("-Infinity"),
            _ if quotient.is_nan() => Value::from("NaN"),
            _ => result::number(quotient),
        })
    })
}

/// `/` where the expression goes on with the value.
pub(super) fn divide(arguments: Arguments<'_>) -> Result<Option<Value>> {
    compute(arguments, "/", |dividend, divisor| finite(dividend / divisor))
}

/// `%`.
pub(super) fn remainder(arguments: Arguments<'_>) -> Result<Option<Value>> {
    compute(arguments, "%", |dividend, divisor| finite(dividend % divisor))
}

fn finite(number: f64) -> Option<Value> {
    number.is_finite().then(|| result::number(number))
}

/// The operands as an operator takes them. Nothing computed is a number out of range.
fn compute(
    arguments: Arguments<'_>,
    operator: &str,
    compute: impl Fn(f64, f64) -> Option<Value>,
) -> Result<Option<Value>> {
    let operand = |index: usize, code: &str| match arguments.get(index).and_then(Option::as_ref) {
        None => Ok(None),
        Some(Value::Number(number)) => Ok(number.as_f64()),
        Some(other) => Err(Error::new(code).with("token", operator).with("value", other.clone())),
    };
    match (operand(0, "T2001")?, operand(1, "T2002")?) {
        (Some(dividend), Some(divisor)) => match compute(dividend, divisor) {
            Some(value) => Ok(Some(value)),
            None => Err(Error::new("D1001").with("value", result::number(dividend / divisor))),
        },
        _ => Ok(None),
    }
}
