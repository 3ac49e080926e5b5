//! Definitions made ready to run: every path, template and expression is parsed once, every name resolved.

mod plan;
mod prepare;
mod source;

use std::time::Duration;

use workflow_asl::{Diagnostic, StateMachine};

pub(crate) use plan::{
    Assignments, CatcherPlan, ChoicePlan, ChoiceRulePlan, Condition, DistributedPlan, FailPlan, Kind, MapPlan,
    ScopePlan, StatePlan, TaskPlan, WaitPlan,
};
pub(crate) use source::Source;

/// A definition made ready to run.
#[derive(Debug)]
pub struct Program {
    machine: StateMachine,
    pub(crate) root: ScopePlan,
    pub(crate) timeout: Option<Duration>,
}

impl Program {
    /// Makes a definition ready.
    ///
    /// # Errors
    ///
    /// The [errors](Diagnostic::is_error) that [`workflow_asl::validate`] finds, or what keeps a path or an
    /// expression from being prepared.
    pub fn new(machine: StateMachine) -> Result<Self, Vec<Diagnostic>> {
        let errors: Vec<Diagnostic> =
            workflow_asl::validate(&machine).into_iter().filter(Diagnostic::is_error).collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let root = prepare::machine(&machine)?;
        let timeout = machine.timeout_seconds.map(Duration::from_secs);
        Ok(Self { machine, root, timeout })
    }

    /// Reads a definition from JSON and makes it ready.
    ///
    /// # Errors
    ///
    /// All that is wrong with the text, or with the definition.
    ///
    /// ```
    /// use workflow_engine::Program;
    ///
    /// assert!(Program::from_json(r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#).is_ok());
    /// assert!(Program::from_json(r#"{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}"#).is_err());
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Vec<Diagnostic>> {
        Self::new(StateMachine::from_json(text)?)
    }

    /// The definition.
    pub fn machine(&self) -> &StateMachine {
        &self.machine
    }
}
