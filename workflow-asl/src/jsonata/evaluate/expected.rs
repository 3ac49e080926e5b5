use serde_json::Value;

use super::cause::Place;
use crate::EvaluationError;

/// The type that a field of a state takes from its expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Any JSON value.
    Any,
    /// `true` or `false`: `Condition`.
    Boolean,
    /// Text: `Error`, `Cause`, `Timestamp`.
    String,
    /// A number without a fraction, `2.0` included: `Seconds`, `TimeoutSeconds`, `MaxConcurrency`.
    Integer,
    /// A number: `ToleratedFailurePercentage`.
    Number,
    /// An array: `Items` of an inline Map.
    Array,
    /// An object: `Arguments` of a service integration.
    Object,
}

impl Expected {
    /// The name of the type in AWS's messages.
    fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    fn takes(self, value: &Value) -> bool {
        match self {
            Self::Any => true,
            Self::Boolean => value.is_boolean(),
            Self::String => value.is_string(),
            Self::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Self::Number => value.is_number(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }

    pub(super) fn check(self, value: Value, place: Place<'_>) -> Result<Value, EvaluationError> {
        if self.takes(&value) { Ok(value) } else { Err(place.unexpected(self.name(), &value)) }
    }
}
