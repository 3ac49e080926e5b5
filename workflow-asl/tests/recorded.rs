//! Definitions that AWS accepted, and those that it refused, against this crate.
//!
//! The recordings are not part of the repository; they are looked for beside it.

#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};
use workflow_asl::{Diagnostic, ExecutionType, Severity, StateMachine, Validation, validate_json_for};

/// The recordings of one file, or none where there are none. On CI there must be.
fn recordings(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance").join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).expect("recordings are JSON"),
        Err(error) if std::env::var_os("CI").is_none() => {
            // Past the capture of output, so that it is seen although the test passes.
            let _ = writeln!(std::io::stderr(), "skipped: {}: {error}", path.display());
            Vec::new()
        }
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

fn name(case: &Value) -> &str {
    case["name"].as_str().unwrap_or_default()
}

/// Prints what failed and fails if anything did.
fn assert_none(failures: &[String]) {
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn what_is_read_is_written_in_the_same_order() {
    let mut failures = Vec::new();
    for case in recordings("cases.json") {
        let text = case["definition"].to_string();
        let machine = match StateMachine::from_json(&text) {
            Ok(machine) => machine,
            Err(problems) => {
                failures.push(format!("{}: {problems:?}", name(&case)));
                continue;
            }
        };
        // The texts are compared, and with them the order of all fields.
        let written = machine.to_value().to_string();
        if written != text {
            failures.push(format!("{}\n{text}\n{written}", name(&case)));
        }
        let again = StateMachine::from_json(&machine.to_json_pretty());
        assert_eq!(again.as_ref(), Ok(&machine), "{}", name(&case));
    }
    assert_none(&failures);
}

/// The type that a recorded machine was created or validated with.
fn machine_type(name: Option<&Value>) -> ExecutionType {
    match name.and_then(Value::as_str) {
        Some("EXPRESS") => ExecutionType::Express,
        _ => ExecutionType::Standard,
    }
}

fn errors(definition: &str, machine_type: ExecutionType) -> Vec<String> {
    let found = validate_json_for(definition, machine_type);
    found.iter().filter(|found| found.is_error()).map(ToString::to_string).collect()
}

#[test]
fn what_aws_ran_is_valid() {
    let mut failures = Vec::new();
    for case in recordings("cases.json") {
        // What the recorder put in the place of the activity's ARN.
        let arn = r#""arn:aws:states:us-east-1:111111111111:activity:a""#;
        let definition = case["definition"].to_string().replace(r#""activity_arn""#, arn);
        let found = errors(&definition, machine_type(case.get("type")));
        if !found.is_empty() {
            failures.push(format!("{}: {found:#?}", name(&case)));
        }
    }
    assert_none(&failures);
}

/// The definitions of TestState are those of single states, or of machines one state of which is tested.
#[test]
fn what_aws_tested_is_valid() {
    let mut failures = Vec::new();
    for case in recordings("test_state.json").iter().filter(|case| case["expected"].get("response").is_some()) {
        let definition = match &case["definition"] {
            Value::String(text) => text.parse().expect("recordings are JSON"),
            other => other.clone(),
        };
        let machine = if definition.get("States").is_some() { definition } else { around(definition) };
        let found = errors(&machine.to_string(), ExecutionType::Standard);
        if !found.is_empty() {
            failures.push(format!("{}: {found:#?}", name(case)));
        }
    }
    assert_none(&failures);
}

/// A machine of one state, with whatever it leads to.
fn around(state: Value) -> Value {
    let mut states = serde_json::Map::new();
    let next = |of: &Value| of.get("Next").and_then(Value::as_str).map(str::to_owned);
    let lists = ["Choices", "Catch"].iter().flat_map(|list| state[*list].as_array().into_iter().flatten());
    let mut targets: Vec<_> = lists.filter_map(next).chain(next(&state)).collect();
    targets.extend(state.get("Default").and_then(Value::as_str).map(str::to_owned));
    for target in targets {
        states.insert(target, json!({"Type": "Succeed"}));
    }
    states.insert("StateName".to_owned(), state);
    json!({"StartAt": "StateName", "States": states})
}

#[test]
fn what_aws_created_is_valid() {
    let mut failures = Vec::new();
    for script in recordings("api_scripts.json") {
        for step in script["steps"].as_array().into_iter().flatten() {
            let makes = matches!(step["op"].as_str(), Some("create_state_machine" | "update_state_machine"));
            let raised = step.get("raises").is_some_and(|raises| !raises.is_null() && raises != false);
            let Some(definition) = step["params"]["definition"].as_str().filter(|_| makes && !raised) else { continue };
            let found = errors(definition, machine_type(step["params"].get("type")));
            if !found.is_empty() {
                failures.push(format!("{}: {found:#?}", name(&script)));
            }
        }
    }
    assert_none(&failures);
}

/// The answers of ValidateStateMachineDefinition.
#[test]
fn recorded_validations_are_given() {
    let mut failures = Vec::new();
    for case in recordings("validate.json") {
        let (params, expected) = (&case["params"], &case["expected"]["response"]);
        let definition = params["definition"].as_str().unwrap();
        let severity = if params["severity"] == "WARNING" { Severity::Warning } else { Severity::Error };
        let shown = params["maxResults"].as_u64().map_or(0, |number| usize::try_from(number).unwrap());
        let found = Validation::of(definition, machine_type(params.get("type")), severity, shown);
        let diagnostics: Vec<_> = found.diagnostics.iter().map(diagnostic).collect();
        let result = if found.is_ok { "OK" } else { "FAIL" };
        let found = json!({"diagnostics": diagnostics, "result": result, "truncated": found.truncated});
        if found != *expected {
            failures.push(format!("{}: {found}\nexpected {expected}", name(&case)));
        }
    }
    assert_none(&failures);
}

fn diagnostic(found: &Diagnostic) -> Value {
    let mut diagnostic = json!({"code": found.code.as_str(), "message": found.message, "severity": found.severity});
    if let Some(location) = &found.location {
        diagnostic["location"] = location.as_str().into();
    }
    diagnostic
}

#[test]
fn recorded_invalid_definitions_are_refused_in_the_same_words() {
    let mut failures = Vec::new();
    for case in recordings("api_errors.json") {
        let expected = &case["expected"];
        let message = expected["Error"]["Message"].as_str().or(expected["exception_message"].as_str());
        let Some((_, expected)) = message.unwrap_or_default().split_once("Invalid State Machine Definition: '") else {
            continue;
        };
        let params = &case["params"];
        let found = errors(params["definition"].as_str().unwrap(), machine_type(params.get("type")));
        // The recorder hid the partition.
        let found = format!("{}'", found.join(", ")).replace("arn:aws:", "arn:<partition>:");
        if found != expected.replace("arn:aws:", "arn:<partition>:") {
            failures.push(format!("{}: {found}\nexpected {expected}", name(&case)));
        }
    }
    assert_none(&failures);
}
