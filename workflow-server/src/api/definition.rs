//! Definitions that come in requests.

use std::sync::Arc;

use workflow_asl::Diagnostic;
use workflow_engine::{ExecutionType, Program};

use super::ApiError;

/// `type` of a state machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum StateMachineType {
    #[default]
    Standard,
    Express,
}

impl From<StateMachineType> for ExecutionType {
    fn from(machine_type: StateMachineType) -> Self {
        match machine_type {
            StateMachineType::Standard => ExecutionType::Standard,
            StateMachineType::Express => ExecutionType::Express,
        }
    }
}

/// Makes a definition ready to run.
///
/// # Errors
///
/// `InvalidDefinition` with all that is wrong.
pub(super) fn program(text: &str, execution_type: ExecutionType) -> Result<Arc<Program>, ApiError> {
    let mut errors = workflow_asl::validate_json_for(text, execution_type);
    errors.retain(Diagnostic::is_error);
    if !errors.is_empty() {
        return Err(invalid(&errors));
    }
    Program::from_json(text).map(Arc::new).map_err(|errors| invalid(&errors))
}

/// `InvalidDefinition`, which lists these errors.
pub(super) fn invalid(errors: &[Diagnostic]) -> ApiError {
    let errors: Vec<String> = errors.iter().map(Diagnostic::to_string).collect();
    ApiError::new("InvalidDefinition", format!("Invalid State Machine Definition: '{}'", errors.join(", ")))
}
