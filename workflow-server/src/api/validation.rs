//! `ValidateStateMachineDefinition`.

use serde::Deserialize;
use serde_json::{Value, json};
use workflow_asl::{Diagnostic, Severity, Validation};

use super::ApiError;
use super::definition::StateMachineType;
use super::fields::Fields;

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
    let max_results = request.max_results.unwrap_or_default();
    let validation = Validation::of(&request.definition, machine_type, severity, max_results);
    let diagnostics: Vec<Value> = validation.diagnostics.iter().map(describe).collect();
    Ok(json!({
        "result": if validation.is_ok { "OK" } else { "FAIL" },
        "diagnostics": diagnostics,
        "truncated": validation.truncated,
    }))
}

fn describe(diagnostic: &Diagnostic) -> Value {
    let fields = Fields::default()
        .with("severity", json!(diagnostic.severity))
        .with("code", diagnostic.code.as_str())
        .with("message", diagnostic.message.as_str())
        .with_some("location", diagnostic.location.as_deref());
    fields.into()
}
