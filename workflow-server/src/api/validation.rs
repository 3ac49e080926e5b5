//! `ValidateStateMachineDefinition`.

use serde::Deserialize;
use serde_json::{Value, json};
use workflow_asl::{Diagnostic, Severity, Validation};

use super::ApiError;
use super::definition::StateMachineType;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Validate {
    definition: String,
    #[serde(rename = "type", default)]
    machine_type: Option<StateMachineType>,
    severity: Option<LeastSeverity>,
    max_results: Option<usize>,
}

/// The least severity of what is shown.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum LeastSeverity {
    Error,
    Warning,
}

pub(super) fn validate(request: Validate) -> Result<Value, ApiError> {
    let severity = match request.severity {
        Some(LeastSeverity::Warning) => Severity::Warning,
        Some(LeastSeverity::Error) | None => Severity::Error,
    };
    let machine_type = request.machine_type.unwrap_or_default().into();
    let found = Validation::of(&request.definition, machine_type, severity, request.max_results.unwrap_or_default());
    let diagnostics: Vec<Value> = found.diagnostics.iter().map(describe).collect();
    Ok(json!({
        "result": if found.is_ok { "OK" } else { "FAIL" },
        "diagnostics": diagnostics,
        "truncated": found.truncated,
    }))
}

fn describe(diagnostic: &Diagnostic) -> Value {
    let mut described = json!({
        "severity": diagnostic.severity,
        "code": diagnostic.code.as_str(),
        "message": diagnostic.message,
    });
    if let (Some(location), Value::Object(members)) = (&diagnostic.location, &mut described) {
        members.insert("location".to_owned(), Value::from(location.as_str()));
    }
    described
}
