//! Replays calls that need nothing before them: `test_state.json`, `validate.json` and `api_errors.json`.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use crate::compare::{Wild, differences, parse_once, wild_of};
use crate::corpus;
use crate::outcome::{Level, Outcome};
use crate::recorded_error::RecordedError;
use crate::scripts::operation;
use crate::server::{Broken, ROLE, Refusal, with_server};

fn call(operation: &str, params: Value) -> Result<Result<Value, Refusal>, Broken> {
    with_server(async |server| Ok(server.call(operation, params).await))
}

/// Whether a TestState call is one that is judged.
pub fn is_test_state_selected(case: &Value) -> bool {
    case["needs_services"] == json!([]) && case["tainted"] == json!(false)
}

/// Calls TestState.
pub fn run_test_state(case: &Value) -> Outcome {
    let mut outcome = Outcome::new("test_state", corpus::name(case));
    let mut params = case["params"].clone();
    params["definition"] = json!(corpus::definition(case));
    if has_role(case) {
        params["roleArn"] = json!(ROLE);
    }
    let expected = &case["expected"];
    match (call("TestState", params), expected.get("response"), expected.get("error_response")) {
        (Ok(Ok(actual)), Some(expected), _) => judge_test_state(expected, &actual, &wild_of(case), &mut outcome),
        (Ok(Ok(actual)), None, Some(error)) => {
            outcome.fail([Level::Final, Level::Full], RecordedError::of(error).against(&actual.to_string()));
        }
        (Ok(Err(refusal)), _, Some(error)) => {
            let (code, message) = judge_refusal(error, &refusal, &mut outcome);
            outcome.judge(Level::Final, code);
            outcome.judge(Level::Full, message);
        }
        (Ok(Ok(_)), None, None) => {}
        (Ok(Err(refusal)), _, None) => outcome.fail([Level::Final, Level::Full], refusal.to_string()),
        (Err(error), ..) => outcome.fail([Level::Final, Level::Full], error.to_string()),
    }
    outcome
}

/// Whether the test gave a role, which recordings leave out of the parameters: the context object shows it where it is
/// read, unless the test gave a context object, too. Elsewhere a role is needed unless there is a mock.
fn has_role(case: &Value) -> bool {
    let response = parse_once(&case["expected"]["response"]);
    match role_shown(&response) {
        Some(role) if case["params"].get("context").is_none() => !role.is_null(),
        _ => case["params"].get("mock").is_none(),
    }
}

/// The role of a context object within a value.
fn role_shown(value: &Value) -> Option<&Value> {
    match value {
        Value::Object(members) => members.get("RoleArn").or_else(|| members.values().find_map(role_shown)),
        Value::Array(items) => items.iter().find_map(role_shown),
        _ => None,
    }
}

fn judge_test_state(expected: &Value, actual: &Value, wild: &Wild, outcome: &mut Outcome) {
    let (expected, actual) = (parse_once(expected), parse_once(actual));
    let without_inspection = |value: &Value| {
        let mut value = value.clone();
        value.as_object_mut().map(|members| members.shift_remove("inspectionData"));
        value
    };
    let visible = differences(&without_inspection(&expected), &without_inspection(&actual), wild);
    outcome.judge(Level::Final, visible.is_empty());
    outcome.judge_differences(Level::Full, &differences(&expected, &actual, wild));
}

/// Calls ValidateStateMachineDefinition.
pub fn run_validate(case: &Value) -> Outcome {
    let mut outcome = Outcome::new("validate", corpus::name(case));
    let expected = &case["expected"]["response"];
    match call("ValidateStateMachineDefinition", case["params"].clone()) {
        Ok(Ok(actual)) => {
            outcome.judge(Level::Final, actual["result"] == expected["result"]);
            outcome.judge_differences(Level::Full, &differences(expected, &actual, &Wild::new()));
        }
        Ok(Err(refusal)) => outcome.fail([Level::Final, Level::Full], refusal.to_string()),
        Err(error) => outcome.fail([Level::Final, Level::Full], error.to_string()),
    }
    outcome
}

/// Whether a refused call is one that is judged: one that needs nothing that earlier calls have made.
pub fn is_error_selected(case: &Value) -> bool {
    let is_creation = ["create_state_machine", "create_activity"].iter().any(|name| case["op"] == *name);
    is_creation && case["prior_calls"] == json!([])
}

/// Makes a call that is refused.
pub fn run_error(case: &Value) -> Outcome {
    let name = case["op"].as_str().unwrap_or_default();
    let mut outcome = Outcome::new(format!("api_error:{name}"), corpus::name(case));
    let both = [Level::Code, Level::Message];
    match call(&operation(name), error_params(case)) {
        Ok(Ok(actual)) => outcome.fail(both, RecordedError::of(&case["expected"]).against(&actual.to_string())),
        Ok(Err(refusal)) => {
            let (code, message) = judge_refusal(&case["expected"], &refusal, &mut outcome);
            outcome.judge(Level::Code, code);
            outcome.judge(Level::Message, message);
        }
        Err(error) => outcome.fail(both, error.to_string()),
    }
    outcome
}

/// The parameters, with a name and role of this replay in place of generated ones.
fn error_params(case: &Value) -> Value {
    static GENERATED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"0{4}[0-9a-f]{4}$").ok());
    let mut params = case["params"].clone();
    let starts = |value: &Value, prefix: &str| value.as_str().is_some_and(|text| text.starts_with(prefix));
    if case["op"] == "create_state_machine" {
        let name = params["name"].as_str().unwrap_or_default();
        if GENERATED.as_ref().is_some_and(|generated| generated.is_match(name)) {
            params["name"] = json!("conf-00000000000000000000");
        }
        if starts(&params["roleArn"], "arn:aws:iam::111111111111:role/test-sfn-role") {
            params["roleArn"] = json!(ROLE);
        }
    }
    params
}

/// Whether the code and the message are as recorded.
fn judge_refusal(expected: &Value, refusal: &Refusal, outcome: &mut Outcome) -> (bool, bool) {
    let recorded = RecordedError::of(expected);
    let agreement = recorded.agreement(refusal);
    if !agreement.message {
        outcome.details.push(recorded.against(&refusal.to_string()));
    }
    (agreement.code, agreement.message)
}
