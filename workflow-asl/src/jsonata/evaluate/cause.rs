//! The words in which AWS says why an expression failed.

use serde_json::Value;

use crate::{EvaluationError, json_text};

/// The error of everything that goes wrong in an expression.
pub const QUERY_EVALUATION_ERROR: &str = "States.QueryEvaluationError";

/// Which expression failed, and where it is written.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The text of the expression, trimmed.
    pub(super) expression: &'a str,
    /// The field of the state, such as `Output`.
    pub(super) field: &'a str,
    /// The rest of the way to the expression, such as `/result` or `[0]`.
    pub(super) below: &'a str,
}

impl Place<'_> {
    pub(super) fn undefined(self) -> EvaluationError {
        self.error("returned nothing (undefined).")
    }

    pub(super) fn unsupported(self) -> EvaluationError {
        self.error("returned an unsupported result type.")
    }

    pub(super) fn threw(self, error: &jlens_core::Error) -> EvaluationError {
        self.error(&format!("threw an error during evaluation. {}: {}", error.code(), error.message()))
    }

    pub(super) fn unexpected(self, expected: &str, value: &Value) -> EvaluationError {
        let (found, value) = (type_name(value), json_text(value));
        self.error(&format!(
            "returned an unexpected result type. Expected '{expected}', but was '{found}' for value: {value}"
        ))
    }

    /// The field with the rest of the way.
    pub(super) fn path(self) -> String {
        format!("{}{}", self.field, self.below)
    }

    fn error(self, what: &str) -> EvaluationError {
        let Self { expression, field, below } = self;
        let cause = format!("The JSONata expression '{expression}' specified for the field '{field}{below}' {what}");
        EvaluationError::new(QUERY_EVALUATION_ERROR, cause).at(format!("{field}{below}"))
    }
}

/// The type of a value in the words of `$type`.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
