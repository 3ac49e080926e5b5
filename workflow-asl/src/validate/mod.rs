//! What a definition must satisfy beyond being written in the model's fields.

mod choice;
mod distributed;
mod errors;
mod expression;
mod language;
mod map;
mod number;
mod path;
mod resource;
mod scope;
mod state;
mod syntax;
mod variables;

use std::collections::HashSet;

use crate::graph::Scope;
use crate::model::{ExecutionType, StateMachine};
use crate::{Code, Diagnostic, Severity, field, limit, pointer};

/// The length in bytes of the longest definition that AWS accepts.
const MAX_DEFINITION: usize = 1024 * 1024;

/// All problems of a Standard machine; none of them an [error](Diagnostic::is_error) when it is sound.
///
/// The same rules hold for a definition that the compiler made, one that is posted to the API, and one that is
/// included from a file. They are those of the Amazon States Language specification and of
/// `ValidateStateMachineDefinition`; what AWS accepts is at most warned of.
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
    validate_for(machine, ExecutionType::Standard)
}

/// As [`validate`], for a machine of either type: an Express one may not wait for jobs, callbacks or activities.
///
/// ```
/// use workflow_asl::{ExecutionType, StateMachine, validate, validate_for};
///
/// let machine = StateMachine::from_json(
///     r#"{"StartAt": "A", "States": {"A": {
///         "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync", "End": true
///     }}}"#,
/// ).unwrap();
/// assert!(validate(&machine).is_empty());
/// let message = &validate_for(&machine, ExecutionType::Express)[0].message;
/// assert_eq!(message, "Express state machine does not support '.sync' service integration");
/// ```
pub fn validate_for(machine: &StateMachine, machine_type: ExecutionType) -> Vec<Diagnostic> {
    validated(machine, machine_type, false)
}

/// As [`validate_for`], for a definition that a template deploys: a `Resource` may be a substitution, which AWS refuses
/// where nothing fills it in.
///
/// One whose name ends with `ActivityArn` is taken for an activity. See `DefinitionSubstitutions` of
/// [AWS::StepFunctions::StateMachine](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html).
///
/// ```
/// use workflow_asl::{ExecutionType, StateMachine, validate, validate_template};
///
/// let machine = StateMachine::from_json(
///     r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${ReviewActivityArn}", "End": true}}}"#,
/// ).unwrap();
/// assert!(validate_template(&machine, ExecutionType::Standard).is_empty());
/// let of_express = &validate_template(&machine, ExecutionType::Express)[0];
/// assert_eq!(of_express.message, "Express state machine does not support Activity ARN");
/// assert_eq!(validate(&machine)[0].message, "Value is not a valid resource ARN");
/// ```
pub fn validate_template(machine: &StateMachine, machine_type: ExecutionType) -> Vec<Diagnostic> {
    validated(machine, machine_type, true)
}

fn validated(machine: &StateMachine, machine_type: ExecutionType, is_template: bool) -> Vec<Diagnostic> {
    let length = machine.to_value().to_string().len();
    let mut check =
        Check { machine, machine_type, is_template, out: Vec::new(), names: HashSet::new(), labels: HashSet::new() };
    check.length(length);
    check.top_level();
    let root = Scope { pointer: String::new(), start_at: &machine.start_at, states: &machine.states };
    check.scope(&root, &HashSet::new());
    check.out
}

/// Reads a definition and [validates](validate) it as one of a Standard machine: all its problems, from whichever
/// step.
///
/// A text that cannot be read completely is not validated any further, for the rest would follow from that.
///
/// ```
/// assert!(workflow_asl::validate_json(r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#).is_empty());
/// ```
pub fn validate_json(text: &str) -> Vec<Diagnostic> {
    validate_json_for(text, ExecutionType::Standard)
}

/// As [`validate_json`], for a machine of either type.
pub fn validate_json_for(text: &str, machine_type: ExecutionType) -> Vec<Diagnostic> {
    validated_json(text, machine_type, false)
}

pub(crate) fn validated_json(text: &str, machine_type: ExecutionType, is_template: bool) -> Vec<Diagnostic> {
    let mut diagnostics = match crate::read::read(text) {
        Ok((machine, mut warnings)) => {
            let mut diagnostics = validated(&machine, machine_type, is_template);
            diagnostics.append(&mut warnings);
            diagnostics
        }
        Err(diagnostics) => diagnostics,
    };
    // Blanks count too, so the text may be too long where the machine is not.
    if text.len() > MAX_DEFINITION && !diagnostics.iter().any(|found| found.code == Code::DefinitionTooLarge) {
        diagnostics.push(too_large(text.len()));
    }
    diagnostics
}

/// What `ValidateStateMachineDefinition` answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// Whether there is no error, shown or not: `result` is `OK`.
    pub is_ok: bool,
    /// The problems, at most as many as were asked for.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there are more.
    pub truncated: bool,
}

impl Validation {
    /// How many problems are shown where it is not said how many.
    pub const MAX_RESULTS: usize = 100;

    /// Validates a definition as the API does: problems of at least this severity, `max_results` of them or, if
    /// that is 0, 100. Warnings that only we have are not among them.
    ///
    /// ```
    /// use workflow_asl::{ExecutionType, Severity, Validation};
    ///
    /// let validation = Validation::of("{}", ExecutionType::Standard, Severity::Error, 0);
    /// assert!(!validation.is_ok && !validation.truncated);
    /// assert_eq!(validation.diagnostics[0].message, "These fields are required: [States, StartAt]");
    /// ```
    pub fn of(text: &str, machine_type: ExecutionType, severity: Severity, max_results: usize) -> Self {
        let mut diagnostics = validate_json_for(text, machine_type);
        let is_ok = !diagnostics.iter().any(Diagnostic::is_error);
        diagnostics.retain(|found| found.is_error() || (severity == Severity::Warning && found.code.is_aws_warning()));
        let shown = if max_results == 0 { Self::MAX_RESULTS } else { max_results };
        let truncated = diagnostics.len() > shown;
        diagnostics.truncate(shown);
        Self { is_ok, diagnostics, truncated }
    }
}

fn too_large(length: usize) -> Diagnostic {
    let message = format!("The definition is {length} bytes long; at most {MAX_DEFINITION} are allowed");
    Diagnostic::error(Code::DefinitionTooLarge, "", message)
}

/// A validation under way.
struct Check<'m> {
    machine: &'m StateMachine,
    machine_type: ExecutionType,
    /// Whether substitutions are filled in before AWS sees them.
    is_template: bool,
    out: Vec<Diagnostic>,
    /// The names of all states seen so far.
    names: HashSet<&'m str>,
    /// The labels of all Maps seen so far.
    labels: HashSet<&'m str>,
}

impl Check<'_> {
    fn error(&mut self, code: Code, way: impl AsRef<str>, message: impl Into<String>) {
        self.out.push(Diagnostic::error(code, way, message));
    }

    fn schema(&mut self, way: impl AsRef<str>, message: impl Into<String>) {
        self.error(Code::SchemaValidationFailed, way, message);
    }

    /// A problem of a field that AWS locates at the object that has the field.
    fn schema_of_field(&mut self, object: &str, name: &str, message: impl Into<String>) {
        let found = Diagnostic::error(Code::SchemaValidationFailed, pointer::below(object, name), message);
        self.out.push(found.located_at(object));
    }

    fn warn(&mut self, code: Code, way: impl AsRef<str>, message: impl Into<String>) {
        self.out.push(Diagnostic::warning(code, way, message));
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
            self.schema(pointer::below("", field::VERSION), "Value should be one of the following: [1.0]");
        }
        if let Some(seconds) = self.machine.timeout_seconds {
            self.range(&pointer::below("", field::TIMEOUT_SECONDS), seconds, &limit::EXECUTION_TIMEOUT);
        }
    }
}
