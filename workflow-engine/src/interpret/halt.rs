//! How a state, a branch or an execution ends when it does not succeed.

use workflow_asl::EvaluationError;

use crate::Failure;

/// Why a state does not succeed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Halt {
    /// An error that Retriers and Catchers may take.
    Failed(Failure),
    /// The whole execution fails, whatever catches: `States.Runtime`, an output that is too large, a full history.
    Execution(Failure),
}

impl Halt {
    /// A failure that is one of the execution if its name says so.
    pub(crate) fn of(failure: Failure) -> Self {
        if failure.name() == Failure::RUNTIME { Self::Execution(failure) } else { Self::Failed(failure) }
    }

    pub(crate) fn into_failure(self) -> Failure {
        match self {
            Self::Failed(failure) | Self::Execution(failure) => failure,
        }
    }
}

/// The failure of an evaluation in a state, in AWS's words.
pub(crate) fn evaluation_failure(error: EvaluationError, state: &str, entered_event_id: u64) -> Failure {
    let EvaluationError { error, cause, .. } = error;
    Failure::new(error, in_state(state, entered_event_id, &cause))
}

/// What AWS puts before the cause of a failure of the state itself.
pub(crate) fn in_state(state: &str, entered_event_id: u64, cause: &str) -> String {
    format!(
        "An error occurred while executing the state '{state}' (entered at the event id #{entered_event_id}). {cause}"
    )
}
