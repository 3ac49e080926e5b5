//! Single states that AWS ran, evaluated here: what Choice states chose and what Pass states gave.
//!
//! The recordings are not part of the repository; they are looked for beside it, or where `WORKFLOW_CONFORMANCE` says.

#![expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};
use workflow_asl::EvaluationError;
use workflow_asl::jsonpath::{ChoiceCondition, Data, Path, PayloadTemplate, ResultPath};

fn recordings() -> Vec<Value> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance");
    let path = std::env::var_os("WORKFLOW_CONFORMANCE").map_or_else(beside, PathBuf::from).join("cases.json");
    match std::fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).unwrap(),
        Err(error) if std::env::var_os("CI").is_none() => {
            // Past the capture of output, so that it is seen although the test passes.
            let _ = writeln!(std::io::stderr(), "skipped: {}: {error}", path.display());
            Vec::new()
        }
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

const FIELDS: &[&str] = &[
    "Type",
    "Comment",
    "QueryLanguage",
    "Next",
    "End",
    "Result",
    "Parameters",
    "InputPath",
    "OutputPath",
    "ResultPath",
    "Choices",
    "Default",
];

/// Whether the machine has only states that this test can run.
fn is_pure(definition: &Value) -> bool {
    let states = definition["States"].as_object().unwrap();
    definition["QueryLanguage"] != "JSONata"
        && states.values().all(|state| {
            matches!(state["Type"].as_str(), Some("Pass" | "Choice" | "Succeed"))
                && state["QueryLanguage"] != "JSONata"
                && state.as_object().unwrap().keys().all(|field| FIELDS.contains(&field.as_str()))
        })
}

/// No variables, and bits that are always the same.
fn data<'a>(context: &'a Value, input: &'a Value) -> Data<'a> {
    Data { input, context, variables: &(), random: &(|| 42) }
}

fn read(state: &Value, field: &str, data: &Data<'_>) -> Result<Value, EvaluationError> {
    match state.get(field).map(Value::as_str) {
        Some(None) => Ok(json!({})),
        path => Ok(Path::parse(path.flatten().unwrap_or("$")).unwrap().read(data)?.into_owned()),
    }
}

fn run(definition: &Value, mut input: Value) -> Result<Value, EvaluationError> {
    let mut name = definition["StartAt"].as_str().unwrap();
    let context = json!({
        "Execution": { "Id": "id", "Name": "name", "Input": input },
        "StateMachine": { "Id": "machine", "Name": "name" },
    });
    loop {
        let state = &definition["States"][name];
        let effective = read(state, "InputPath", &data(&context, &input))?;
        if state["Type"] == "Choice" {
            let rules = state["Choices"].as_array().unwrap();
            let mut next = state["Default"].as_str().unwrap_or_default();
            for rule in rules {
                let condition = ChoiceCondition::parse_object(rule.as_object().unwrap()).unwrap();
                if condition.holds(&data(&context, &effective))? {
                    next = rule["Next"].as_str().unwrap();
                    break;
                }
            }
            name = next;
            input = read(state, "OutputPath", &data(&context, &effective))?;
            continue;
        }
        let mut result = effective;
        if let Some(template) = state.get("Parameters") {
            result = PayloadTemplate::parse(template).unwrap().evaluate(&data(&context, &result))?;
        }
        result = state.get("Result").cloned().unwrap_or(result);
        let place = match state.get("ResultPath") {
            Some(place) => ResultPath::parse(place.as_str()).unwrap(),
            None => ResultPath::Replace,
        };
        let merged = place.apply(input, result)?;
        input = read(state, "OutputPath", &data(&context, &merged))?;
        match state["Next"].as_str() {
            Some(next) => name = next,
            None => return Ok(input),
        }
    }
}

/// Equal, where words in the recording stand for anything.
fn agrees(recorded: &Value, found: &Value) -> bool {
    match (recorded, found) {
        (Value::String(text), _) if text.contains('<') || text == "RandomNumberGenerated" || text.contains("date") => {
            true
        }
        (Value::String(text), Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) => {
            let found = found.to_string();
            *text == found
        }
        (Value::Object(recorded), Value::Object(found)) => {
            recorded.len() == found.len()
                && recorded.iter().all(|(name, value)| found.get(name).is_some_and(|found| agrees(value, found)))
        }
        (Value::Array(recorded), Value::Array(found)) => {
            recorded.len() == found.len() && recorded.iter().zip(found).all(|(value, found)| agrees(value, found))
        }
        (Value::Number(recorded), Value::Number(found)) => recorded.as_f64() == found.as_f64(),
        _ => recorded == found,
    }
}

#[test]
fn states_that_aws_ran_give_what_it_recorded() {
    let (mut failures, mut count) = (Vec::new(), 0);
    for case in recordings() {
        let (definition, name) = (&case["definition"], case["name"].as_str().unwrap());
        let expected = &case["expected"]["final"];
        if case["tainted"] == true || !is_pure(definition) || name.contains("context_object") {
            continue;
        }
        // Quotas are not for the evaluator to keep.
        if expected["error"] == "States.DataLimitExceeded" {
            continue;
        }
        let input = case["input_raw"].as_str().map(|text| serde_json::from_str(text).unwrap());
        let found = run(definition, input.or_else(|| case.get("input").cloned()).unwrap_or_else(|| json!({})));
        let agree = match &found {
            Ok(output) => expected["status"] == "SUCCEEDED" && agrees(&expected["output"], output),
            Err(error) => {
                // The recording has the name of the state before the cause, and stands a word for the input.
                let cause = expected["cause"].as_str().unwrap_or_default();
                let inner = cause.split_once("). ").map_or(cause, |(_, inner)| inner);
                let known = inner.split("<json-input").next().unwrap_or_default();
                expected["error"] == error.error.as_str() && error.cause.starts_with(known)
            }
        };
        count += 1;
        if !agree {
            failures.push(format!("{name}: {found:?}\nexpected {expected}"));
        }
    }
    assert!(failures.is_empty(), "{} of {count} failed:\n{}", failures.len(), failures.join("\n"));
    let _ = writeln!(std::io::stderr(), "{count} recorded cases");
}
