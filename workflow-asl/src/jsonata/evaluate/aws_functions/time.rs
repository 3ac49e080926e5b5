//! `$fromMillis` and `$now`, which read any time zone.

use std::sync::LazyLock;

use jlens_core::{Bindings, Expression, Options, Result};
use serde_json::Value;

use super::{Arguments, number, text_of};

/// The function of JSONata, for what is the same.
static FROM_MILLIS: LazyLock<Result<Expression>> =
    LazyLock::new(|| Expression::compile("$fromMillis($millis, $picture, $zone)"));

/// A time as text.
pub(super) fn from_millis(arguments: Arguments<'_>) -> Result<Option<Value>> {
    match number(arguments, 0) {
        Some(millis) => format(millis, text_of(arguments, 1), text_of(arguments, 2)),
        None => Ok(None),
    }
}

/// The time of the evaluation as text.
pub(super) fn now(now: i64, arguments: Arguments<'_>) -> Result<Option<Value>> {
    format(now as f64, text_of(arguments, 0), text_of(arguments, 1))
}

fn format(millis: f64, picture: Option<&str>, zone: Option<&str>) -> Result<Option<Value>> {
    let mut bindings = Bindings::new().var("millis", millis);
    if let Some(picture) = picture {
        bindings = bindings.var("picture", picture);
    }
    if let Some(zone) = zone.filter(|zone| is_offset(zone)) {
        bindings = bindings.var("zone", zone);
    }
    let from_millis = FROM_MILLIS.as_ref().map_err(Clone::clone)?;
    from_millis.evaluate_with(None, &bindings, &Options::new())
}

/// Whether the text is `±HHMM`.
fn is_offset(zone: &str) -> bool {
    let digits = zone.strip_prefix(['+', '-']).unwrap_or(zone);
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
