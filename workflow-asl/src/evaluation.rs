//! The failure of an evaluation, the same for both query languages.

use std::fmt;

/// Why a path, a template or an expression has no value: what fails a state with an ASL error.
///
/// `cause` is the inner text. AWS puts before many of them which state failed: "An error occurred while executing
/// the state 'X' (entered at the event id #N). "; that is for the caller to add, who knows both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationError {
    /// The error name, such as `States.Runtime` or `States.QueryEvaluationError`.
    pub error: String,
    /// What went wrong, in the words of AWS.
    pub cause: String,
    /// The field whose expression failed, as the event `EvaluationFailed` names it. JSONPath has no such event.
    pub location: Option<String>,
}

impl EvaluationError {
    /// A failure without a location.
    pub fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        Self { error: error.into(), cause: cause.into(), location: None }
    }

    /// The same failure, at this field.
    #[must_use]
    pub fn at(self, location: impl Into<String>) -> Self {
        Self { location: Some(location.into()), ..self }
    }
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.error, self.cause)
    }
}

impl std::error::Error for EvaluationError {}
