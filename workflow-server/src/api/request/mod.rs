//! Requests: they are checked against the shapes of the service model before any operation sees them.

mod operation;
mod shape;

use std::fmt::{Display, Write as _};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::ApiError;
use shape::{Member, Shape, Text};

pub(crate) use operation::Operation;

/// Checks a request and reads it.
///
/// # Errors
///
/// `SerializationException` for a value of the wrong JSON type, else one `ValidationException` for everything that
/// violates a constraint.
pub(crate) fn check(operation: Operation, request: &Value) -> Result<(), ApiError> {
    let mut violations = Vec::new();
    check_value(operation.input(), request, "", &mut violations)?;
    match violations.len() {
        0 => Ok(()),
        count => {
            let noun = if count == 1 { "error" } else { "errors" };
            Err(ApiError::validation(format!("{count} validation {noun} detected: {}", violations.join("; "))))
        }
    }
}

/// Reads a request that was [checked](check).
///
/// # Errors
///
/// If the Rust type asks for something that the shape does not promise, which is a fault of ours.
pub(crate) fn read<T: DeserializeOwned>(request: Value) -> Result<T, ApiError> {
    serde_json::from_value(request).map_err(|error| ApiError::internal(error.to_string()))
}

/// Adds what `value` violates. Shapes are not recursive, so neither is this without bound.
fn check_value(shape: &Shape, value: &Value, path: &str, violations: &mut Vec<String>) -> Result<(), ApiError> {
    let mut violated = |constraint: String| violations.push(violation(shape, value, path, &constraint));
    match (shape, value) {
        (Shape::Text(constraints), Value::String(text)) => check_text(constraints, text, &mut violated),
        (Shape::Integer { min, max }, Value::Number(number)) => {
            let number = number.as_i64().or_else(|| truncated(number.as_f64()?));
            check_range("value", number.ok_or_else(|| mismatch(value, "Long"))?, *min, *max, &mut violated);
        }
        (Shape::Float { min, max }, Value::Number(number)) => {
            check_range("value", number.as_f64().unwrap_or_default(), *min, *max, &mut violated);
        }
        (Shape::Boolean, Value::Bool(_)) => {}
        (Shape::List { min, max, member }, Value::Array(items)) => {
            check_range("length", items.len(), *min, *max, &mut violated);
            for (index, item) in items.iter().enumerate() {
                let path = format!("{path}.{}.member", index + 1);
                if item.is_null() {
                    violations.push(must_not_be_null(&path));
                } else {
                    check_value(member, item, &path, violations)?;
                }
            }
        }
        (Shape::Structure { members, .. }, Value::Object(fields)) => check_members(members, fields, path, violations)?,
        _ => return Err(mismatch(value, shape.java_class())),
    }
    Ok(())
}

fn check_members(
    members: &[Member],
    fields: &Map<String, Value>,
    path: &str,
    violations: &mut Vec<String>,
) -> Result<(), ApiError> {
    for member in members {
        let path = if path.is_empty() { member.name.to_owned() } else { format!("{path}.{}", member.name) };
        match fields.get(member.name) {
            None | Some(Value::Null) if member.is_required => violations.push(must_not_be_null(&path)),
            None | Some(Value::Null) => {}
            Some(value) => check_value(member.shape, value, &path, violations)?,
        }
    }
    Ok(())
}

fn check_text(constraints: &Text, text: &str, violated: &mut impl FnMut(String)) {
    check_range("length", constraints.length_of(text), constraints.min, constraints.max, violated);
    if let Some(pattern) = constraints.pattern.filter(|pattern| !pattern.matches(text)) {
        violated(format!("Member must satisfy regular expression pattern: {}", pattern.as_str()));
    }
    if !constraints.values.is_empty() && !constraints.values.contains(&text) {
        violated(format!("Member must satisfy enum value set: [{}]", constraints.values.join(", ")));
    }
}

/// A value, or a length, that must be between two others.
fn check_range<T: PartialOrd + Display>(what: &str, found: T, min: T, max: T, violated: &mut impl FnMut(String)) {
    if found < min {
        violated(format!("Member must have {what} greater than or equal to {min}"));
    } else if found > max {
        violated(format!("Member must have {what} less than or equal to {max}"));
    }
}

/// The integer that AWS makes of a number with a fraction.
fn truncated(number: f64) -> Option<i64> {
    let text = format!("{:.0}", number.trunc());
    text.parse().ok()
}

fn must_not_be_null(path: &str) -> String {
    format!("Value null at '{path}' failed to satisfy constraint: Member must not be null")
}

fn violation(shape: &Shape, value: &Value, path: &str, constraint: &str) -> String {
    let mut shown = String::new();
    if !shape.is_sensitive() {
        shown.push_str(" '");
        write_value(shape, value, &mut shown);
        shown.push('\'');
    }
    format!("Value{shown} at '{path}' failed to satisfy constraint: {constraint}")
}

/// A value as Java's `toString` shows it.
fn write_value(shape: &Shape, value: &Value, out: &mut String) {
    match (shape, value) {
        (_, Value::Null) => out.push_str("null"),
        (_, Value::String(text)) => out.push_str(text),
        (Shape::List { member, .. }, Value::Array(items)) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_value(member, item, out);
            }
            out.push(']');
        }
        (Shape::Structure { name, members }, Value::Object(fields)) => {
            let _ = write!(out, "{name}(");
            for (index, member) in members.iter().enumerate() {
                let _ = write!(out, "{}{}=", if index == 0 { "" } else { ", " }, member.name);
                write_value(member.shape, fields.get(member.name).unwrap_or(&Value::Null), out);
            }
            out.push(')');
        }
        (_, value) => {
            let _ = write!(out, "{value}");
        }
    }
}

impl Shape {
    fn is_sensitive(&self) -> bool {
        matches!(self, Shape::Text(Text { is_sensitive: true, .. }))
    }

    fn java_class(&self) -> &'static str {
        match self {
            Shape::Text(_) => "String",
            Shape::Integer { .. } => "Integer",
            Shape::Float { .. } => "Float",
            Shape::Boolean => "Boolean",
            Shape::List { .. } => "List",
            Shape::Structure { .. } => "Structure",
        }
    }
}

/// A value of the wrong JSON type, in the words of AWS's protocol layer.
fn mismatch(value: &Value, expected: &str) -> ApiError {
    let article = if expected.starts_with(['I', 'L']) { "an" } else { "a" };
    let found = match value {
        Value::Array(_) => return ApiError::serialization("Start of list found where not expected"),
        Value::Object(_) => return ApiError::serialization("Start of structure or map found where not expected."),
        Value::Null => return ApiError::serialization("Unexpected null"),
        Value::Bool(_) => "TRUE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
    };
    ApiError::serialization(format!("{found} can not be converted to {article} {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message(operation: Operation, request: Value) -> String {
        check(operation, &request).expect_err("the request is wrong").message
    }

    #[test]
    fn a_sound_request_passes() {
        assert_eq!(check(Operation::ListActivities, &json!({"maxResults": 0, "unknown": {}})), Ok(()));
        assert_eq!(check(Operation::CreateActivity, &json!({"name": "a", "tags": null})), Ok(()));
    }

    #[test]
    fn every_violation_is_listed() {
        assert_eq!(
            message(Operation::CreateStateMachine, json!({"name": "", "definition": "", "type": "standard"})),
            "4 validation errors detected: \
             Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; \
             Value at 'definition' failed to satisfy constraint: Member must have length greater than or equal to 1; \
             Value null at 'roleArn' failed to satisfy constraint: Member must not be null; \
             Value 'standard' at 'type' failed to satisfy constraint: \
             Member must satisfy enum value set: [STANDARD, EXPRESS]"
        );
    }

    #[test]
    fn ranges_and_patterns() {
        assert_eq!(
            message(Operation::ListExecutions, json!({"maxResults": 1001})),
            "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: \
             Member must have value less than or equal to 1000"
        );
        let routing = json!([{"stateMachineVersionArn": "arn", "weight": 100}]);
        assert_eq!(
            message(Operation::CreateStateMachineAlias, json!({"name": "!", "routingConfiguration": routing})),
            r"1 validation error detected: Value '!' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$"
        );
        assert!(
            message(Operation::CreateStateMachineAlias, json!({"name": "12", "routingConfiguration": routing}))
                .contains("regular expression")
        );
    }

    #[test]
    fn members_of_lists_are_counted_from_one() {
        let route = |weight| json!({"stateMachineVersionArn": "v", "weight": weight});
        assert_eq!(
            message(
                Operation::UpdateStateMachineAlias,
                json!({"stateMachineAliasArn": "a", "routingConfiguration": [route(-1)]})
            ),
            "1 validation error detected: Value '-1' at 'routingConfiguration.1.member.weight' failed to satisfy \
             constraint: Member must have value greater than or equal to 0"
        );
        assert_eq!(
            message(
                Operation::UpdateStateMachineAlias,
                json!({"stateMachineAliasArn": "a", "routingConfiguration": [route(1), route(2), route(3)]})
            ),
            "1 validation error detected: Value '[RoutingConfigurationListItem(stateMachineVersionArn=v, weight=1), \
             RoutingConfigurationListItem(stateMachineVersionArn=v, weight=2), \
             RoutingConfigurationListItem(stateMachineVersionArn=v, weight=3)]' at 'routingConfiguration' failed to \
             satisfy constraint: Member must have length less than or equal to 2"
        );
    }

    #[test]
    fn payloads_are_measured_in_bytes() {
        let input = "ä".repeat(workflow_engine::MAX_PAYLOAD / 2 + 1);
        assert_eq!(
            message(Operation::StartExecution, json!({"stateMachineArn": "a", "input": input})),
            "1 validation error detected: Value at 'input' failed to satisfy constraint: \
             Member must have length less than or equal to 262144"
        );
    }

    #[test]
    fn wrong_types_are_not_violations() {
        let error = check(Operation::CreateActivity, &json!({"name": 1})).expect_err("a number is no name");
        assert_eq!(error.code, "SerializationException");
        assert_eq!(error.message, "NUMBER_VALUE can not be converted to a String");
        assert_eq!(check(Operation::ListActivities, &json!([])).expect_err("no list").code, "SerializationException");
    }
}
