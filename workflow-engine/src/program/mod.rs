//! Definitions made ready to run: every path, template and expression parsed once.

use workflow_asl::{Diagnostic, StateMachine};

/// A definition made ready to run.
#[derive(Debug)]
pub struct Program {
    machine: StateMachine,
}

impl Program {
    /// Makes a definition ready.
    ///
    /// # Errors
    ///
    /// The [errors](Diagnostic::is_error) that [`workflow_asl::validate`] finds.
    pub fn new(machine: StateMachine) -> Result<Self, Vec<Diagnostic>> {
        let errors: Vec<Diagnostic> =
            workflow_asl::validate(&machine).into_iter().filter(Diagnostic::is_error).collect();
        if errors.is_empty() { Ok(Self { machine }) } else { Err(errors) }
    }

    /// The definition.
    pub fn machine(&self) -> &StateMachine {
        &self.machine
    }
}
