//! Definitions that AWS accepted, and those that it refused, against this crate.
//!
//! The recordings are not part of the repository; they are looked for beside it.

#![expect(clippy::expect_used, clippy::panic, reason = "tests")]

use std::io::Write;
use std::path::Path;

use serde_json::Value;
use workflow_asl::{StateMachine, validate, validate_json};

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

#[test]
fn what_aws_ran_is_valid() {
    let mut failures = Vec::new();
    for case in recordings("cases.json") {
        let machine = StateMachine::from_json(&case["definition"].to_string()).unwrap();
        let problems: Vec<_> = validate(&machine).into_iter().filter(|problem| problem.is_error()).collect();
        if !problems.is_empty() {
            failures.push(format!("{}: {problems:#?}", name(&case)));
        }
    }
    assert_none(&failures);
}

/// The diagnostics of ValidateStateMachineDefinition: code, message and location.
#[test]
fn recorded_diagnostics_are_given() {
    let mut failures = Vec::new();
    for case in recordings("validate.json") {
        let definition = case["params"]["definition"].as_str().unwrap();
        let found: Vec<_> = validate_json(definition);
        let expected = case["expected"]["response"]["diagnostics"].as_array().unwrap();
        let agree = found.len() == expected.len()
            && found.iter().zip(expected).all(|(found, expected)| {
                // Wording and position of JSON syntax errors are those of AWS's parser.
                let is_syntax = expected["code"] == "INVALID_JSON_DESCRIPTION";
                expected["code"] == found.code.as_str()
                    && (is_syntax || expected["message"] == found.message.as_str())
                    && (is_syntax || expected.get("location").is_none_or(|at| at == found.location()))
            });
        if !agree {
            failures.push(format!("{}: {found:?}\nexpected {expected:?}", name(&case)));
        }
    }
    assert_none(&failures);
}

/// What AWS refuses in ways that this crate does not know: which resources exist, JSONPath's syntax, and what
/// depends on the type of the state machine.
const BEYOND: &[&str] =
    &["is not recognized", "Express state machine does not support", "valid intrinsic function call"];

#[test]
fn recorded_invalid_definitions_are_refused_in_the_same_words() {
    let mut failures = Vec::new();
    for case in recordings("api_errors.json") {
        let expected = case["expected"].to_string();
        let Some((_, expected)) = expected.split_once("Invalid State Machine Definition: '") else { continue };
        if BEYOND.iter().any(|beyond| expected.contains(beyond)) {
            continue;
        }
        let found: Vec<_> =
            validate_json(case["params"]["definition"].as_str().unwrap()).iter().map(ToString::to_string).collect();
        if !expected.starts_with(&format!("{}'", found.join(", "))) {
            failures.push(format!("{}: {found:?}\nexpected {expected}", name(&case)));
        }
    }
    assert_none(&failures);
}
