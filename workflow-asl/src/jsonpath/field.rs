//! The fields that hold a path to a value of a certain type.
//!
//! `InputPath` and `OutputPath` take any value: [`Path::read`] reads them. `ErrorPath` and `CausePath` are read with
//! [`text`]. All causes are without the prefix that names the state and its event, which is for the caller to put
//! before them.

use std::borrow::Cow;

use serde_json::Value;

use super::{Data, Expression, Path, java};
use crate::{EvaluationError, Timestamp};

/// The longest Wait, in seconds.
const MAX_WAIT_SECONDS: u64 = i32::MAX as u64;

fn runtime(cause: String) -> EvaluationError {
    EvaluationError::new("States.Runtime", cause)
}

/// `ItemsPath`: the list there.
///
/// # Errors
/// `States.Runtime` if there is nothing, or something else.
pub fn items<'a>(path: &Path, data: &Data<'a>) -> Result<Cow<'a, [Value]>, EvaluationError> {
    let not_a_list = || runtime(format!("Reference path \"{}\" must point to array.", within_document(path)));
    match path.read(data)? {
        Cow::Borrowed(value) => Ok(Cow::Borrowed(value.as_array().ok_or_else(not_a_list)?)),
        Cow::Owned(Value::Array(list)) => Ok(Cow::Owned(list)),
        Cow::Owned(_) => Err(not_a_list()),
    }
}

/// The path as AWS reads it, which starts with one `$` in the context object too.
fn within_document(path: &Path) -> &str {
    let text = path.as_str();
    if path.reads_context() { text.strip_prefix('$').unwrap_or(text) } else { text }
}

/// `SecondsPath` of a Wait: how long it is, in seconds.
///
/// # Errors
/// `States.Runtime` if there is no whole number from 0 to 2,147,483,647.
pub fn wait_seconds(path: &Path, data: &Data<'_>) -> Result<u64, EvaluationError> {
    let number = match path.get(data).as_deref() {
        Some(Value::Number(number)) => number.clone(),
        _ => return Err(runtime(format!("The SecondsPath parameter does not reference an input value: {path}"))),
    };
    if number.is_f64() {
        return Err(runtime(format!("The SecondsPath parameter cannot be parsed as a long value: {path} == {number}")));
    }
    let Some(seconds) = number.as_u64() else {
        return Err(runtime(format!("The SecondsPath parameter references a negative value: {path} == {number}")));
    };
    if seconds > MAX_WAIT_SECONDS {
        return Err(runtime("Wait state delay is too long.".to_owned()));
    }
    Ok(seconds)
}

/// `TimestampPath` of a Wait: when it ends.
///
/// # Errors
/// `States.Runtime` if there is no RFC 3339 time.
pub fn wait_timestamp(path: &Path, data: &Data<'_>) -> Result<Timestamp, EvaluationError> {
    let Some(value) = path.get(data) else {
        return Err(runtime(format!("The TimestampPath parameter does not reference an input value: {path}")));
    };
    let timestamp = value.as_str().and_then(Timestamp::parse);
    timestamp.ok_or_else(|| {
        runtime(format!(
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: \
             {path} == {}",
            java::to_string(&value)
        ))
    })
}

/// `TimeoutSecondsPath`, `HeartbeatSecondsPath`, `MaxConcurrencyPath`, `ToleratedFailureCountPath`, `MaxItemsPath`,
/// `MaxItemsPerBatchPath` or `MaxInputBytesPerBatchPath` (the name of the field): the whole number there, which is
/// not checked against the field's bounds.
///
/// # Errors
/// `States.Runtime` if there is nothing, or something else.
pub fn integer(field: &str, path: &Path, data: &Data<'_>) -> Result<i64, EvaluationError> {
    let value = path.read(data)?;
    value.as_i64().ok_or_else(|| wrong_type(field, path, &value, "integer"))
}

/// `ToleratedFailurePercentagePath`: the percentage there, from 0 to 100.
///
/// # Errors
/// `States.Runtime` if there is nothing, or something else.
pub fn percentage(path: &Path, data: &Data<'_>) -> Result<f64, EvaluationError> {
    let value = path.read(data)?;
    let percentage = value.as_f64();
    let percentage = percentage.ok_or_else(|| wrong_type("ToleratedFailurePercentagePath", path, &value, "float"))?;
    if (0.0..=100.0).contains(&percentage) {
        Ok(percentage)
    } else {
        Err(runtime("ToleratedFailurePercentage must be between 0 and 100.".to_owned()))
    }
}

fn wrong_type(field: &str, path: &Path, value: &Value, wanted: &str) -> EvaluationError {
    let value = java::to_string(value);
    runtime(format!("The {field} field refers to value \"{value}\" which is not a valid {wanted}: {path}"))
}

/// `ErrorPath` or `CausePath` (the name of the field): the text there, or that a call gives.
///
/// # Errors
/// `States.Runtime` if there is nothing, or something else.
pub fn text(field: &str, expression: &Expression, data: &Data<'_>) -> Result<String, EvaluationError> {
    match expression.evaluate(field, data)? {
        Cow::Borrowed(Value::String(text)) => Ok(text.clone()),
        Cow::Owned(Value::String(text)) => Ok(text),
        value => Err(runtime(format!(
            "The {field} field refers to value \"{}\" which is not a valid string",
            java::to_string(&value)
        ))),
    }
}
