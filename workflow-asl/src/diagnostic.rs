use std::fmt;

use serde::{Serialize, Serializer};

use crate::pointer;

/// One problem of a definition: how bad, of which kind, what, and where.
///
/// Codes and wording follow the diagnostics of `ValidateStateMachineDefinition` where they are known.
///
/// ```
/// let problems = workflow_asl::validate_json(r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}"#);
/// assert_eq!(problems[0].to_string(), "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Whether the definition is refused for it.
    pub severity: Severity,
    /// Which kind of problem it is.
    pub code: Code,
    /// What is wrong, in a sentence.
    pub message: String,
    /// The JSON pointer (RFC 6901) to what is wrong; empty for the definition as a whole.
    pub pointer: String,
    /// The `location` that AWS gives, if it gives one. It is no JSON pointer: indices are in brackets
    /// (`/States/Choose/Choices[0]/Next`), nothing is escaped, the definition as a whole is `/`, and some problems
    /// of a field are located at the object that has it.
    #[serde(skip)]
    pub location: Option<String>,
}

impl Diagnostic {
    /// An error at what a [way](crate::pointer) leads to.
    pub(crate) fn error(code: Code, way: impl AsRef<str>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, way.as_ref(), message.into())
    }

    /// A warning at what a [way](crate::pointer) leads to.
    pub(crate) fn warning(code: Code, way: impl AsRef<str>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, way.as_ref(), message.into())
    }

    fn new(severity: Severity, code: Code, way: &str, message: String) -> Self {
        let location = Some(pointer::to_location(way));
        Self { severity, code, message, pointer: pointer::to_pointer(way), location }
    }

    /// AWS locates it elsewhere than at what we point to.
    pub(crate) fn located_at(self, way: &str) -> Self {
        Self { location: Some(pointer::to_location(way)), ..self }
    }

    /// AWS gives no location.
    pub(crate) fn without_location(self) -> Self {
        Self { location: None, ..self }
    }

    /// Whether the definition is refused for it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// As AWS joins it into the message of `InvalidDefinition`: `CODE: message at /location`, where the location of a
/// problem that has none is `null`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} at {}", self.code, self.message, self.location.as_deref().unwrap_or("null"))
    }
}

impl std::error::Error for Diagnostic {}

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Severity {
    /// A state machine cannot be created from the definition.
    Error,
    /// The definition is accepted, but probably not meant so.
    Warning,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// The kind of a [`Diagnostic`]. The texts are stable and, where AWS has one for the case, AWS's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The stable text.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $text,)*
                }
            }
        }
    };
}

codes! {
    /// The text is not JSON.
    InvalidJsonDescription = "INVALID_JSON_DESCRIPTION",
    /// A field stands twice in an object.
    DuplicateField = "DUPLICATE_FIELD",
    /// A field is missing, unknown, of the wrong type, out of range or in the wrong place.
    SchemaValidationFailed = "SCHEMA_VALIDATION_FAILED",
    /// JSON is nested too deeply to be read.
    TooDeeplyNested = "TOO_DEEPLY_NESTED",
    /// `StartAt`, `Next` or `Default` names no state of its scope, or nothing leads to a state.
    MissingTransitionTarget = "MISSING_TRANSITION_TARGET",
    /// No state that ends the scope can be reached.
    MissingEndState = "MISSING_END_STATE",
    /// Two states of a machine have the same name.
    DuplicateStateName = "DUPLICATE_STATE_NAME",
    /// The name of a state is empty, too long or has characters that it may not have.
    InvalidStateName = "INVALID_STATE_NAME",
    /// Two Maps have the same `Label`.
    DuplicateLabelName = "DUPLICATE_LABEL_NAME",
    /// The `Label` of a Map is too long or has characters that it may not have.
    InvalidLabelName = "INVALID_LABEL_NAME",
    /// An inner scope assigns a variable that the outer scope assigns on the way into it.
    DuplicateVariableName = "DUPLICATE_VARIABLE_NAME",
    /// The name of a variable is no identifier or too long.
    InvalidVariableName = "INVALID_VARIABLE_NAME",
    /// A variable is named `states`.
    ReservedVariableName = "RESERVED_VARIABLE_NAME",
    /// An expression that cannot be parsed.
    InvalidJsonataExpression = "INVALID_JSONATA_EXPRESSION",
    /// An expression reads what is not there at its place, such as `$states.result` in a Pass.
    UnsupportedJsonataExpression = "UNSUPPORTED_JSONATA_EXPRESSION",
    /// The `Resource` of a Task is empty.
    InvalidResource = "INVALID_RESOURCE",
    /// The definition is longer than AWS accepts.
    DefinitionTooLarge = "DEFINITION_TOO_LARGE",
    /// A value looks like a path or an intrinsic function, but its field's name does not end with `.$`.
    NoDollar = "NO_DOLLAR",
    /// A value looks like a path, but its field's name does not end with `Path`.
    NoPath = "NO_PATH",
    /// The `Result` of a Pass looks like a path, but is taken as it is.
    PassResultIsStatic = "PASS_RESULT_IS_STATIC",
    /// An inline Map asks for more concurrency than AWS gives.
    InlineConcurrencyLimit = "INLINE_CONCURRENCY_LIMIT",
    /// A Task waits for a callback and has neither a timeout nor a heartbeat.
    CallbackWithoutTimeout = "CALLBACK_WITHOUT_TIMEOUT",
    /// All errors of a Retrier or Catcher are taken by one before it.
    ErrorAlreadyTaken = "ERROR_ALREADY_TAKEN",
    /// An inline Map may write more events than a history holds.
    HistoryLimit = "HISTORY_LIMIT",
    /// What a Task is given may be larger than is allowed.
    PayloadLimit = "PAYLOAD_LIMIT",
}

impl Code {
    /// The codes of warnings, which a workflow can allow: those of [`lint`](crate::lint), and what
    /// [`validate`](crate::validate) only warns of.
    pub const LINTS: &[Code] = &[
        Code::CallbackWithoutTimeout,
        Code::ErrorAlreadyTaken,
        Code::HistoryLimit,
        Code::InlineConcurrencyLimit,
        Code::PayloadLimit,
    ];

    /// Whether AWS has a warning of this code.
    pub(crate) fn is_aws_warning(self) -> bool {
        matches!(self, Self::NoDollar | Self::NoPath | Self::PassResultIsStatic)
    }

    /// The code as `#[workflow(allow(..))]` names it: `history_limit`.
    pub fn lint_name(self) -> String {
        self.as_str().to_ascii_lowercase()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
