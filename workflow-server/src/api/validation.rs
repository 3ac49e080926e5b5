//! `ValidateStateMachineDefinition`.

use serde::Deserialize;
use serde_json::{Value, json};
use workflow_asl::{Diagnostic, Severity};

use super::ApiError;
use super::definition::{self, StateMachineType};

/// How many diagnostics are shown when the client names no number, or 0.
const MAX_RESULTS: usize = 100;

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
    let max_results = request.max_results.filter(|count| *count > 0).unwrap_or(MAX_RESULTS);
    let mut found = definition::diagnose(&request.definition, machine_type);
    let is_ok = !found.iter().any(Diagnostic::is_error);
    found.retain(|found| found.is_error() || severity == Severity::Warning);
    let diagnostics: Vec<Value> = found.iter().take(max_results).map(describe).collect();
    Ok(json!({
        "result": if is_ok { "OK" } else { "FAIL" },
        "diagnostics": diagnostics,
        "truncated": found.len() > max_results,
    }))
}

fn describe(diagnostic: &Diagnostic) -> Value {
    json!({
        "severity": diagnostic.severity,
        "code": diagnostic.code.as_str(),
        "message": diagnostic.message,
        "location": diagnostic.location(),
    })
}
