//! The errors of the API, with the texts that AWS gives.

use std::fmt;

use workflow_engine::durable::StoreError;

/// An error as the API answers it.
///
/// See "Common errors" and the `Errors` section of each operation in the Step Functions API reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The error's name: `StateMachineDoesNotExist`.
    pub code: &'static str,
    /// What is wrong; some protocol errors have none.
    pub message: String,
    /// The HTTP status: 400 for what the client did, 500 for a fault of the server, 503 where it can do nothing now.
    pub status: u16,
}

impl ApiError {
    /// An error of the service, which a client caused.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), status: 400 }
    }

    /// A fault of the server itself.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self { code: "InternalFailure", message: message.into(), status: 500 }
    }

    /// Nothing can be read or written now; nothing has happened, and the same can be asked again.
    pub(crate) fn unavailable(message: impl Into<String>) -> Self {
        Self { code: "ServiceUnavailable", message: message.into(), status: 503 }
    }

    /// Whether the same may be answered later.
    pub(crate) fn is_unavailable(&self) -> bool {
        self.status == 503
    }

    /// The `__type` of the JSON protocol: the name in the namespace of the component of AWS that finds the error.
    pub(crate) fn type_name(&self) -> String {
        let is_protocol = matches!(self.code, "UnknownOperationException" | "SerializationException");
        let namespace = match self.code {
            _ if is_protocol => "com.amazon.coral.service",
            "ValidationException" if self.message.contains(" detected: ") => "com.amazon.coral.validate",
            _ => "com.amazonaws.swf.service.v2.model",
        };
        format!("{namespace}#{}", self.code)
    }

    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationException", message)
    }

    pub(crate) fn serialization(message: impl Into<String>) -> Self {
        Self::new("SerializationException", message)
    }

    pub(crate) fn invalid_arn(why: impl fmt::Display) -> Self {
        Self::new("InvalidArn", format!("Invalid Arn: '{why}'"))
    }

    pub(crate) fn invalid_name(name: &str) -> Self {
        Self::new("InvalidName", format!("Invalid Name: '{name}'"))
    }

    pub(crate) fn invalid_token() -> Self {
        Self::new("InvalidToken", "Invalid Token: 'Invalid token'")
    }

    pub(crate) fn no_state_machine(arn: &str) -> Self {
        Self::new("StateMachineDoesNotExist", format!("State Machine Does Not Exist: '{arn}'"))
    }

    pub(crate) fn no_execution(arn: &str) -> Self {
        Self::new("ExecutionDoesNotExist", format!("Execution Does Not Exist: '{arn}'"))
    }

    pub(crate) fn no_activity(arn: &str) -> Self {
        Self::new("ActivityDoesNotExist", format!("Activity Does Not Exist: '{arn}'"))
    }

    /// Of an alias, which AWS does not name.
    pub(crate) fn no_alias() -> Self {
        Self::new("ResourceNotFound", "Request references a resource that does not exist.")
    }

    /// Of what has tags, and of a Map Run.
    pub(crate) fn no_resource(arn: &str) -> Self {
        Self::new("ResourceNotFound", format!("Resource not found: '{arn}'"))
    }

    pub(crate) fn type_not_supported() -> Self {
        Self::new("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new("ConflictException", message)
    }

    pub(crate) fn quota(message: impl Into<String>) -> Self {
        Self::new("ServiceQuotaExceededException", message)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for ApiError {}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::ExecutionExists(_) | StoreError::Corrupt(_) | StoreError::OtherCode(_) => {
                Self::internal(error.to_string())
            }
            StoreError::Full(_) | StoreError::Unavailable(_) => Self::unavailable(error.to_string()),
        }
    }
}
