//! What a definition must satisfy beyond being written in the model's fields.

mod errors;
mod expression;
mod language;
mod map;
mod range;
mod scope;
mod state;
mod variables;

use std::collections::HashSet;

use crate::graph::Scope;
use crate::model::StateMachine;
use crate::{Code, Diagnostic, field, pointer};

/// The length in bytes of the longest definition that AWS accepts.
const MAX_DEFINITION: usize = 1024 * 1024;

/// All problems of a machine; none of them an [error](Diagnostic::is_error) when it is sound.
///
/// The same rules hold for a definition that the compiler made, one that is posted to the API, and one that is
/// included from a file. They are those of the Amazon States Language specification and of
/// `ValidateStateMachineDefinition`, as far as they concern JSONata and what both query languages share; paths
/// and intrinsic functions of JSONPath are not looked into.
///
/// ```
/// use workflow_asl::{Code, StateMachine, validate};
///
/// let machine = StateMachine::from_json(
///     r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": -1, "End": true}}}"#,
/// ).unwrap();
/// let problems = validate(&machine);
/// assert_eq!(problems[0].code, Code::SchemaValidationFailed);
/// assert_eq!(problems[0].pointer, "/States/A/Seconds");
/// ```
pub fn validate(machine: &StateMachine) -> Vec<Diagnostic> {
    let length = machine.to_value().to_string().len();
    let mut check = Check { machine, out: Vec::new(), names: HashSet::new(), labels: HashSet::new() };
    check.length(length);
    check.top_level();
    let root = Scope { pointer: String::new(), start_at: &machine.start_at, states: &machine.states };
    check.scope(&root, &HashSet::new());
    check.out
}

/// Reads a definition and [validates](validate) it: all its problems, from whichever step.
///
/// A text that cannot be read completely is not validated any further, for the rest would follow from that.
///
/// ```
/// assert!(workflow_asl::validate_json(r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#).is_empty());
/// ```
pub fn validate_json(text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = match StateMachine::from_json(text) {
        Ok(machine) => validate(&machine),
        Err(diagnostics) => diagnostics,
    };
    // Blanks count too, so the text may be too long where the machine is not.
    if text.len() > MAX_DEFINITION && !diagnostics.iter().any(|found| found.code == Code::DefinitionTooLarge) {
        diagnostics.push(too_large(text.len()));
    }
    diagnostics
}

fn too_large(length: usize) -> Diagnostic {
    let message = format!("The definition is {length} bytes long; at most {MAX_DEFINITION} are allowed");
    Diagnostic::error(Code::DefinitionTooLarge, "", message)
}

/// A validation under way.
struct Check<'m> {
    machine: &'m StateMachine,
    out: Vec<Diagnostic>,
    /// The names of all states seen so far.
    names: HashSet<&'m str>,
    /// The labels of all Maps seen so far.
    labels: HashSet<&'m str>,
}

impl Check<'_> {
    fn error(&mut self, code: Code, pointer: impl Into<String>, message: impl Into<String>) {
        self.out.push(Diagnostic::error(code, pointer, message));
    }

    fn schema(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.error(Code::SchemaValidationFailed, pointer, message);
    }

    fn length(&mut self, length: usize) {
        if length > MAX_DEFINITION {
            self.out.push(too_large(length));
        }
    }

    fn top_level(&mut self) {
        if let Some(version) = &self.machine.version
            && version != "1.0"
        {
            self.schema(pointer::below("", field::VERSION), format!("Version must be '1.0', but was '{version}'"));
        }
        if let Some(seconds) = self.machine.timeout_seconds {
            self.range(&pointer::below("", field::TIMEOUT_SECONDS), seconds, range::TIMEOUT);
        }
    }
}
