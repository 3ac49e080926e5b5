//! What AWS recorded of JSONata states, against the evaluator: outputs, assigned variables, the rule of a Choice, and
//! why expressions failed.
//!
//! The recordings are not part of the repository; they are looked for beside it.

#![expect(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};
use workflow_asl::jsonata::{Bindings, Conditions, Expected, Template};

/// The recordings of executions, or none where there are none. On CI there must be.
fn recordings() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance/cases.json");
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

#[test]
fn recorded_states_evaluate_as_on_aws() {
    let recordings = recordings();
    let mut replay = Replay::default();
    for case in &recordings {
        if let Some(events) = case["expected"]["history"].as_array() {
            replay.execution(case, events);
        }
    }
    assert!(replay.failures.is_empty(), "{}", replay.failures.join("\n"));
    assert!(recordings.is_empty() || replay.checked >= 80, "only {} fields were checked", replay.checked);
}

#[derive(Default)]
struct Replay {
    failures: Vec<String>,
    checked: usize,
}

impl Replay {
    fn execution(&mut self, case: &Value, events: &[Value]) {
        let mut variables = Map::new();
        let mut input = Value::Null;
        let mut result = Value::Null;
        for (index, event) in events.iter().enumerate() {
            let kind = event["type"].as_str().unwrap_or_default();
            let details = |name: &str| &event[name];
            if kind.ends_with("StateEntered") {
                input = recorded(&details("stateEnteredEventDetails")["input"]);
            } else if kind.ends_with("Succeeded") {
                let key = format!("{}{}EventDetails", &kind[..1].to_lowercase(), &kind[1..]);
                result = recorded(&event[&key]["output"]);
            } else if kind.ends_with("StateExited") {
                let exited = details("stateExitedEventDetails");
                let next = events.get(index + 1).map(|next| &next["stateEnteredEventDetails"]["name"]);
                let scope = Scope { case, variables: &variables, input: &input, result: &result };
                // The states of branches and iterations run side by side, which the order of events does not tell.
                if scope.state(&exited["name"]).is_null() {
                    continue;
                }
                self.exit(scope, kind, exited, next.unwrap_or(&Value::Null));
                for (name, text) in exited["assignedVariables"].as_object().into_iter().flatten() {
                    variables.insert(name.clone(), recorded(text));
                }
            } else if kind == "EvaluationFailed" {
                let scope = Scope { case, variables: &variables, input: &input, result: &result };
                self.failure(scope, details("evaluationFailedEventDetails"));
            }
        }
    }

    /// A state that was left: its rule, what it assigned and its output.
    fn exit(&mut self, scope: Scope<'_>, kind: &str, exited: &Value, next: &Value) {
        let state = scope.state(&exited["name"]);
        if !scope.is_jsonata(state) || !["Pass", "Task", "Choice"].iter().any(|known| kind.starts_with(known)) {
            return;
        }
        let result = kind.starts_with("Task").then_some(scope.result);
        let mut chosen = state;
        if kind.starts_with("Choice") {
            let rules = state["Choices"].as_array().expect("rules");
            let holds = |rule: &&Value| {
                scope.evaluate(Expected::Boolean, "Condition", &rule["Condition"], None) == Ok(json!(true))
            };
            chosen = rules.iter().find(holds).unwrap_or(state);
            let target = chosen.get("Next").unwrap_or(&state["Default"]);
            self.compare(scope, "Choices", &Ok(target.clone()), next);
        }
        // A Task that was caught is left by its Catcher.
        if state.get("Catch").is_some() && state.get("Next") != Some(next) {
            return;
        }
        if let Some(template) = chosen.get("Output") {
            let output = scope.evaluate(Expected::Any, "Output", template, result);
            self.compare(scope, "Output", &output, &recorded(&exited["output"]));
        }
        for (name, text) in exited["assignedVariables"].as_object().into_iter().flatten() {
            let value = scope.evaluate(Expected::Any, "Assign", &chosen["Assign"][name], result);
            self.compare(scope, name, &value, &recorded(text));
        }
    }

    /// A state whose expression failed.
    fn failure(&mut self, scope: Scope<'_>, failed: &Value) {
        let location = failed["location"].as_str().unwrap_or_default();
        let field = location.split('/').next().unwrap_or_default();
        let expected = if field == "Items" { Expected::Array } else { Expected::Any };
        let state = scope.state(&failed["state"]);
        let cause = failed["cause"].as_str().and_then(|cause| cause.split_once("). ")).map_or("", |(_, cause)| cause);
        if state.is_null() || !cause.starts_with("The JSONata expression") {
            return;
        }
        let outcome = scope.evaluate(expected, field, &state[field], Some(scope.result)).err().unwrap_or_default();
        self.compare(scope, location, &Ok(json!(outcome)), &json!([failed["error"], cause, location]));
    }

    fn compare(&mut self, scope: Scope<'_>, what: &str, found: &Result<Value, Vec<String>>, expected: &Value) {
        self.checked += 1;
        if !found.as_ref().is_ok_and(|found| matches(found, expected)) {
            self.failures.push(format!("{} {what}: {found:?}, recorded {expected}", scope.case["name"]));
        }
    }
}

#[derive(Clone, Copy)]
struct Scope<'a> {
    case: &'a Value,
    variables: &'a Map<String, Value>,
    input: &'a Value,
    result: &'a Value,
}

impl<'a> Scope<'a> {
    fn state(self, name: &Value) -> &'a Value {
        &self.case["definition"]["States"][name.as_str().expect("a name")]
    }

    fn is_jsonata(self, state: &Value) -> bool {
        let language = state.get("QueryLanguage").unwrap_or(&self.case["definition"]["QueryLanguage"]);
        language == "JSONata"
    }

    fn evaluate(
        self,
        expected: Expected,
        field: &str,
        template: &Value,
        result: Option<&Value>,
    ) -> Result<Value, Vec<String>> {
        let context = json!({"Execution": {"Input": self.input}});
        let mut bindings = Bindings::new(self.variables).input(self.input).context(&context);
        if let Some(result) = result {
            bindings = bindings.result(result);
        }
        let template = Template::parse(template).map_err(|error| vec![error.to_string()])?;
        // The Context object of the recording is not known; what reads it is whatever was recorded.
        if template.reads_context() {
            return Ok(json!("<context>"));
        }
        let value = template.evaluate_as(expected, field, &bindings, &Conditions::new(1_700_000_000_000, 1));
        value.map_err(|error| vec![error.error, error.cause, error.location.unwrap_or_default()])
    }
}

/// A value of a recording: a text that starts with `{` was parsed already, others are JSON.
fn recorded(value: &Value) -> Value {
    match value.as_str() {
        Some(text) => serde_json::from_str(text).unwrap_or_else(|_| value.clone()),
        None => value.clone(),
    }
}

/// Whether a value is the recorded one, as far as that says: what changes from run to run stands for anything.
fn matches(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Number(found), Value::Number(expected)) => found.as_f64() == expected.as_f64(),
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len()
                && found.iter().zip(expected).all(|(found, expected)| matches(found, expected))
        }
        (Value::Object(found), Value::Object(expected)) => {
            let keys = found.keys().eq(expected.keys());
            keys && found.values().zip(expected.values()).all(|(found, expected)| matches(found, expected))
        }
        (Value::String(text), Value::Object(_)) => {
            serde_json::from_str(text).is_ok_and(|value: Value| matches(&value, expected))
        }
        (found, Value::String(text)) if text.contains('<') || text == "date" => found != &Value::Null,
        _ => found == "<context>" || found == expected,
    }
}
