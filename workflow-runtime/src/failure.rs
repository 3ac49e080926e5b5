//! Errors as Step Functions sees them: a name and a cause.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An error's name and cause, as a Fail state, a Catcher's `$states.errorOutput` and an execution have them.
///
/// See [Error names](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Failure {
    /// The error's name, such as `States.Timeout` or a variant of the workflow's own error type.
    #[serde(rename = "Error")]
    pub error: String,
    /// Text about what happened, empty where there is none (as Step Functions has it in a Catcher's error output). For
    /// an error of a [`WorkflowError`] type it is the JSON of the variant's fields; a variant without fields and
    /// `States.Timeout` have none. On AWS the cause of a Lambda function's error is the function's response, in which
    /// that JSON is `errorMessage`.
    #[serde(rename = "Cause", default)]
    pub cause: String,
}

impl Failure {
    /// The error of an expression that has no value: overflow, an index out of range, `unwrap` of `None`.
    pub const QUERY_EVALUATION_ERROR: &'static str = "States.QueryEvaluationError";
    /// The error of a Task state whose service failed without a name for it, such as a child execution.
    pub const TASK_FAILED: &'static str = "States.TaskFailed";
    /// The error of an attempt that took longer than its timeout, or missed its heartbeat.
    pub const TIMEOUT: &'static str = "States.Timeout";
    /// The error of a task whose code panicked; the cause is the panic's message.
    pub const TASK_PANICKED: &'static str = "TaskPanicked";
    /// The error of a task whose arguments, as they came over the wire, are not what it takes.
    pub const INVALID_ARGUMENTS: &'static str = "InvalidArguments";
    /// The error of an execution that cannot go on for a reason outside the workflow (a missing dependency).
    pub const RUNTIME: &'static str = "States.Runtime";

    /// An error with a cause.
    pub fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        Failure { error: error.into(), cause: cause.into() }
    }

    /// An error that has no cause.
    pub fn named(error: impl Into<String>) -> Self {
        Failure { error: error.into(), cause: String::new() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.cause.is_empty() { f.write_str(&self.error) } else { write!(f, "{}: {}", self.error, self.cause) }
    }
}

impl std::error::Error for Failure {}

impl From<Failure> for workflow_engine::Failure {
    fn from(Failure { error, cause }: Failure) -> Self {
        workflow_engine::Failure { error: Some(error), cause: Some(cause).filter(|cause| !cause.is_empty()) }
    }
}

/// What is absent is empty.
impl From<workflow_engine::Failure> for Failure {
    fn from(workflow_engine::Failure { error, cause }: workflow_engine::Failure) -> Self {
        Failure { error: error.unwrap_or_default(), cause: cause.unwrap_or_default() }
    }
}

/// An enum whose variants are Amazon States Language error names. Derive it.
///
/// A variant's name is the error's name, its fields are the cause (as JSON). Attributes:
///
/// - `#[error(name = "States.Timeout")]` on a unit variant gives it another error name;
/// - `#[error(other)] Other(Failure)` takes every error that has no variant of its own;
/// - `#[from]` on the field of a one-field variant makes it transparent: it stands for every error of the type
///   it holds, unchanged, and `?` converts into it.
#[diagnostic::on_unimplemented(
    message = "[W0802] `{Self}` is not an error type of a workflow",
    label = "its variants would have to be Amazon States Language error names",
    note = "derive `WorkflowError` for it (it must be an enum)"
)]
pub trait WorkflowError: Sized + Send + 'static {
    /// The variants in order of declaration.
    const VARIANTS: &'static [ErrorVariant];

    /// The error's name and cause.
    fn failure(&self) -> Failure;

    /// The variant that stands for `failure`.
    ///
    /// # Errors
    ///
    /// Gives `failure` back where no variant takes an error of its name, or where its cause does not hold the
    /// variant's fields. Such an error ends the execution.
    fn from_failure(failure: Failure) -> Result<Self, Failure>;
}

/// What a variant of a [`WorkflowError`] stands for.
#[derive(Clone, Copy, Debug)]
pub struct ErrorVariant {
    /// The variant's identifier in Rust.
    pub ident: &'static str,
    /// What it stands for.
    pub kind: ErrorKind,
}

/// The errors that a variant stands for.
#[derive(Clone, Copy, Debug)]
pub enum ErrorKind {
    /// One error, with the fields of its cause (`None`: a unit variant; newtype variants have one field named `0`
    /// and their cause is the JSON of that value alone).
    Named {
        /// The Amazon States Language error name.
        error: &'static str,
        /// The fields of the cause.
        fields: &'static [crate::data::Field],
    },
    /// Every error of another type, unchanged (`#[from]`).
    Transparent {
        /// That type's variants.
        variants: &'static [ErrorVariant],
    },
    /// Every error without a variant of its own (`#[error(other)]`).
    Other,
}

impl ErrorVariant {
    /// Whether an error called `name` is this variant's.
    pub fn takes(&self, name: &str) -> bool {
        match self.kind {
            ErrorKind::Named { error, .. } => error == name,
            ErrorKind::Transparent { variants } => variants.iter().any(|variant| variant.takes(name)),
            ErrorKind::Other => true,
        }
    }
}

/// `Infallible` has no variants: a task of this error type fails only with errors that end the execution.
impl WorkflowError for std::convert::Infallible {
    const VARIANTS: &'static [ErrorVariant] = &[];

    fn failure(&self) -> Failure {
        match *self {}
    }

    fn from_failure(failure: Failure) -> Result<Self, Failure> {
        Err(failure)
    }
}

/// Every error, as it is.
impl WorkflowError for Failure {
    const VARIANTS: &'static [ErrorVariant] = &[ErrorVariant { ident: "Failure", kind: ErrorKind::Other }];

    fn failure(&self) -> Failure {
        self.clone()
    }

    fn from_failure(failure: Failure) -> Result<Self, Failure> {
        Ok(failure)
    }
}
