use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Why a state or an execution failed: an error name and a cause, either of which may be absent.
///
/// Follows "Handling errors in Step Functions workflows" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The error's name, such as `States.Timeout`. A Fail state may give none.
    pub error: Option<String>,
    /// A text for people, or the error of a Lambda function as JSON.
    pub cause: Option<String>,
}

impl Failure {
    /// `States.Timeout`, which has no cause.
    pub const TIMEOUT: &'static str = "States.Timeout";
    /// `States.Runtime`: an error that cannot be caught by `States.ALL`.
    pub const RUNTIME: &'static str = "States.Runtime";
    /// `States.TaskFailed`.
    pub const TASK_FAILED: &'static str = "States.TaskFailed";
    /// `States.DataLimitExceeded`.
    pub const DATA_LIMIT_EXCEEDED: &'static str = "States.DataLimitExceeded";
    /// `States.NoChoiceMatched`.
    pub const NO_CHOICE_MATCHED: &'static str = "States.NoChoiceMatched";
    /// `TaskPanicked`: a Rust task panicked. The name is ours; AWS has no such error.
    pub const TASK_PANICKED: &'static str = "TaskPanicked";
    /// `Lambda.Unknown`: a Lambda function failed without saying how.
    pub const LAMBDA_UNKNOWN: &'static str = "Lambda.Unknown";
    /// `States.QueryEvaluationError`.
    pub const QUERY_EVALUATION_ERROR: &'static str = "States.QueryEvaluationError";

    /// A failure with both parts.
    pub fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        Self { error: Some(error.into()), cause: Some(cause.into()) }
    }

    /// A failure without a cause.
    pub fn named(error: impl Into<String>) -> Self {
        Self { error: Some(error.into()), cause: None }
    }

    /// The failure of a task whose result, or of a state whose output, is longer than
    /// [`MAX_PAYLOAD`](crate::MAX_PAYLOAD). `task` is the `resourceType` of an integration, the ARN of a Lambda function,
    /// or the name of the state.
    pub fn result_too_large(task: &str) -> Self {
        let cause = format!(
            "The state/task '{task}' returned a result with a size exceeding the maximum number of bytes service limit."
        );
        Self::new(Self::DATA_LIMIT_EXCEEDED, cause)
    }

    /// The error's name; empty when absent.
    pub fn name(&self) -> &str {
        self.error.as_deref().unwrap_or_default()
    }

    /// The error output that a Catcher gives: `{"Error": .., "Cause": ..}`, where what is absent is empty.
    pub fn to_error_output(&self) -> Value {
        json!({"Error": self.name(), "Cause": self.cause.as_deref().unwrap_or_default()})
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.error, &self.cause) {
            (Some(error), Some(cause)) => write!(f, "{error}: {cause}"),
            (Some(text), None) | (None, Some(text)) => f.write_str(text),
            (None, None) => f.write_str("failed without an error"),
        }
    }
}

impl std::error::Error for Failure {}
