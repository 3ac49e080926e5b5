//! Machines that have everything that an execution can wait for, in both query languages.

mod concurrent;
mod outside;

use std::time::Duration;

use serde_json::{Value, json};

use super::Case;
use super::world::Intervention;

const INVOKE: &str = "arn:aws:states:::lambda:invoke";
const CALLBACK: &str = "arn:aws:states:::lambda:invoke.waitForTaskToken";
const JOB: &str = "arn:aws:states:::ecs:runTask.sync";

fn function(name: &str) -> String {
    format!("arn:aws:lambda:us-east-1:123456789012:function:{name}")
}

fn case(name: &'static str, definition: Value, input: Value) -> Case {
    Case { name, definition, input, intervention: None, chance: None }
}

/// After so many seconds somebody intervenes.
fn meanwhile(case: Case, seconds: u64, intervention: Intervention) -> Case {
    Case { intervention: Some((Duration::from_secs(seconds), intervention)), ..case }
}

/// A machine of one state, and one after it for a Catcher to go to.
fn jsonata(name: &str, state: Value) -> Value {
    json!({"QueryLanguage": "JSONata", "StartAt": name, "States": {name: state, "After": {"Type": "Succeed"}}})
}

/// The same without the state after it.
fn alone(name: &str, state: Value) -> Value {
    json!({"QueryLanguage": "JSONata", "StartAt": name, "States": {name: state}})
}

fn scope(name: &str, state: Value) -> Value {
    json!({"StartAt": name, "States": {name: state}})
}

fn task(of: &str) -> Value {
    json!({"Type": "Task", "Resource": function(of), "End": true})
}

fn with(mut state: Value, fields: Value) -> Value {
    if let (Some(state), Value::Object(fields)) = (state.as_object_mut(), fields) {
        state.extend(fields);
        if state.contains_key("Next") {
            state.remove("End");
        }
    }
    state
}

pub(super) fn all() -> Vec<Case> {
    [
        chains(),
        waits(),
        failures(),
        concurrent::parallels(),
        concurrent::maps(),
        outside::outside(),
        concurrent::distributed(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Those in which chance decides when something happens.
pub(super) fn only_recorded() -> Vec<Case> {
    let retry = json!([{"ErrorEquals": ["States.ALL"], "JitterStrategy": "FULL", "IntervalSeconds": 100}]);
    vec![case("jitter", alone("A", with(task("fail-twice"), json!({ "Retry": retry }))), json!({}))]
}

/// Those in which one branch fails for good after retries, while others go on.
pub(super) fn that_fail() -> Vec<Case> {
    let retry = json!([{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2, "BackoffRate": 1.0}]);
    let chain = json!({"StartAt": "A2", "States": {
        "A2": with(task("echo"), json!({"Next": "Approve3"})),
        "Approve3": {"Type": "Task", "Resource": CALLBACK, "Arguments": {"FunctionName": "echo",
            "Payload": "{% $states.context.Task.Token %}"}, "Next": "B4"},
        "B4": with(task("echo"), json!({"Arguments": "{% $uuid() %}", "Next": "C9"})), "C9": task("echo")}});
    let parallel = |failing: Value| {
        let branches =
            json!([chain, scope("Bad2", failing), scope("W", json!({"Type": "Wait", "Seconds": 1, "End": true}))]);
        alone("All", json!({"Type": "Parallel", "Branches": branches, "Next": "Last"}))
    };
    let then = |mut machine: Value| {
        machine["States"]["Last"] = with(task("echo"), json!({"Output": "{% $states.context.Execution %}"}));
        machine
    };
    let failing = with(task("fail"), json!({"Retry": retry}));
    let refusing = json!({"Type": "Task", "Resource": CALLBACK, "Arguments": {"FunctionName": "fail", "Payload": {}},
        "Retry": retry, "End": true});
    let map = json!({"Type": "Map", "Items": "{% [1, 2, 3] %}", "MaxConcurrency": 2, "Next": "Last",
        "ItemProcessor": scope("A", with(task("fail"), json!({"Retry": retry, "Arguments":
            {"seconds": "{% $states.input * 2 %}"}})))});
    vec![
        case("a branch that fails after retries, redriven", then(parallel(failing)), json!({"n": 1})),
        case("a callback that fails after retries, redriven", then(parallel(refusing)), json!({"n": 1})),
        case(
            "a timeout, redriven",
            then(alone("Slow5", with(task("never"), json!({"TimeoutSeconds": 10, "Next": "Last"})))),
            json!({"n": 1}),
        ),
        case("iterations that fail after retries, redriven", then(alone("Each", map)), json!({"n": 1})),
    ]
}

fn chains() -> Vec<Case> {
    let order = json!({"id": "o-1", "items": [{"sku": "a", "cents": 5}, {"sku": "b", "cents": 7}]});
    vec![
        case(
            "chain in JSONata",
            json!({"QueryLanguage": "JSONata", "StartAt": "Reserve", "States": {
                "Reserve": {"Type": "Task", "Resource": function("echo"), "Arguments": "{% $states.input.items %}",
                    "Assign": {"id": "{% $states.input.id %}", "total": "{% $sum($states.result.cents) %}"}, "Next": "Charge2"},
                "Charge2": {"Type": "Task", "Resource": INVOKE, "Arguments":
                    {"FunctionName": "echo", "Payload": {"id": "{% $id %}", "total": "{% $total %}"}},
                    "Output": "{% $states.result.Payload %}", "Next": "Done"},
                "Done": {"Type": "Succeed", "Output": {"order": "{% $id %}", "charged": "{% $states.input.total %}"}}
            }}),
            order.clone(),
        ),
        case(
            "chain in JSONPath",
            json!({"StartAt": "Reserve", "States": {
                "Reserve": {"Type": "Task", "Resource": function("echo"), "InputPath": "$.items", "ResultPath": "$.reserved",
                    "ResultSelector": {"first.$": "$[0].sku"}, "Next": "Mark"},
                "Mark": {"Type": "Pass", "Result": {"marked": true}, "ResultPath": "$.mark", "Next": "Charge2"},
                "Charge2": {"Type": "Task", "Resource": INVOKE, "Parameters":
                    {"FunctionName": "echo", "Payload": {"id.$": "$.id", "of.$": "$$.State.Name"}},
                    "OutputPath": "$.Payload", "End": true}
            }}),
            order,
        ),
        case(
            "choices and a loop",
            json!({"QueryLanguage": "JSONata", "StartAt": "Start", "States": {
                "Start": {"Type": "Pass", "Assign": {"n": 0}, "Next": "More"},
                "More": {"Type": "Choice", "Choices": [{"Condition": "{% $n < 3 %}", "Assign": {"n": "{% $n + 1 %}"},
                    "Next": "Count"}], "Default": "Done"},
                "Count": {"Type": "Task", "Resource": function("attempts"), "Arguments": {"n": "{% $n %}"}, "Next": "More"},
                "Done": {"Type": "Succeed", "Output": "{% [$n, $states.input] %}"}
            }}),
            json!({}),
        ),
        case(
            "nothing to wait for",
            json!({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}),
            json!([1]),
        ),
        case(
            "an end in failure",
            json!({"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "E", "Cause": "c"}}}),
            json!(1),
        ),
        case(
            "what is drawn stays as it was",
            json!({"QueryLanguage": "JSONata", "StartAt": "Draw", "States": {
                "Draw": {"Type": "Pass", "Assign": {"a": "{% $uuid() %}", "b": "{% $uuid() %}", "at": "{% $millis() %}"},
                    "Next": "Use"},
                "Use": {"Type": "Task", "Resource": function("echo"),
                    "Arguments": {"a": "{% $a %}", "other": "{% $uuid() %}", "at": "{% $at %}", "now": "{% $now() %}"},
                    "Assign": {"c": "{% $uuid() %}"},
                    "Output": "{% [$a != $b, $states.result.other != $a, $states.result] %}", "Next": "Last"},
                "Last": {"Type": "Succeed", "Output": "{% [$c != $a, $c != $b, $states.input] %}"}
            }}),
            json!({}),
        ),
        case(
            "what JSONPath draws stays as it was",
            json!({"StartAt": "Draw", "States": {
                "Draw": {"Type": "Pass", "Parameters": {"id.$": "States.UUID()", "n.$": "States.MathRandom(5, 6)"},
                    "Next": "Use"},
                "Use": {"Type": "Task", "Resource": function("echo"), "Parameters": {"id.$": "$.id", "new.$": "States.UUID()",
                    "entered.$": "$$.State.EnteredTime"}, "End": true}
            }}),
            json!({}),
        ),
    ]
}

fn waits() -> Vec<Case> {
    let wait = |fields: Value| {
        json!({"StartAt": "Wait", "States": {"Wait": with(json!({"Type": "Wait", "Next": "Then"}), fields),
            "Then": {"Type": "Task", "Resource": function("echo"), "End": true}}})
    };
    vec![
        case("a wait of seconds", wait(json!({"Seconds": 90})), json!({"a": 1})),
        case("a wait whose input says how long", wait(json!({"SecondsPath": "$.s"})), json!({"s": 5})),
        case("a wait until a moment", wait(json!({"TimestampPath": "$.t"})), json!({"t": "1970-01-02T00:00:00.5Z"})),
        case("a wait whose moment has passed", wait(json!({"Timestamp": "1969-12-31T00:00:00Z"})), json!(1)),
        case("a wait of no time", wait(json!({"Seconds": 0})), json!(1)),
        case(
            "a wait that is computed",
            alone(
                "Wait",
                json!({"Type": "Wait", "Seconds": "{% $states.input * 60 %}", "Output": "{% $now() %}", "End": true}),
            ),
            json!(3),
        ),
        case(
            "a wait of less than none",
            alone("Wait", json!({"Type": "Wait", "Seconds": "{% -1 %}", "End": true})),
            json!(1),
        ),
    ]
}

fn failures() -> Vec<Case> {
    let retry = |fields: Value| json!([with(json!({"ErrorEquals": ["States.ALL"]}), fields)]);
    let caught = json!([{"ErrorEquals": ["States.ALL"], "Next": "After"}]);
    vec![
        case("a retry", alone("A", with(task("fail-once"), json!({"Retry": retry(json!({}))}))), json!({})),
        case(
            "retries that wait longer, and their number",
            alone(
                "A",
                with(
                    task("fail-twice"),
                    json!({"Retry": retry(json!({"IntervalSeconds": 5, "BackoffRate": 3.0})),
                "Output": "{% $states.context.State.RetryCount %}"}),
                ),
            ),
            json!({}),
        ),
        case(
            "retries of two Retriers, used up and caught",
            jsonata(
                "A",
                with(
                    task("fail"),
                    json!({"Arguments": {"error": "Boom"}, "Next": "After",
                "Retry": [{"ErrorEquals": ["Other"]}, {"ErrorEquals": ["Boom"], "MaxAttempts": 2}],
                "Catch": [{"ErrorEquals": ["Boom"], "Assign": {"e": "{% $states.errorOutput %}"}, "Next": "After"}]}),
                ),
            ),
            json!({}),
        ),
        case(
            "a failure that nothing catches",
            alone("A", with(task("fail"), json!({"Catch": [], "Retry": retry(json!({"MaxAttempts": 1}))}))),
            json!({"error": "Boom"}),
        ),
        case(
            "a timeout that is retried and caught",
            jsonata(
                "A",
                with(
                    task("never"),
                    json!({"TimeoutSeconds": 10, "Retry": retry(json!({"MaxAttempts": 1})),
                "Catch": caught.clone(), "Next": "After"}),
                ),
            ),
            json!({}),
        ),
        case("a timeout that does not come", alone("A5", with(task("echo"), json!({"TimeoutSeconds": 9}))), json!(1)),
        case(
            "an expression that fails in the middle",
            json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": with(task("echo"),
                json!({"Output": "{% $states.result.a.b + 'x' %}", "Next": "After",
                    "Catch": [{"ErrorEquals": ["States.QueryEvaluationError"], "Next": "After"}]})),
                "After": {"Type": "Wait", "Seconds": 1, "End": true}}}),
            json!({"a": {"b": 1}}),
        ),
        case(
            "a task that says the execution cannot go on",
            jsonata("A", with(task("halt"), json!({"Catch": caught.clone(), "Next": "After"}))),
            json!({}),
        ),
        case(
            "a task that nobody does",
            jsonata("A", with(task("nobody"), json!({"Catch": caught, "Next": "After"}))),
            json!({}),
        ),
    ]
}
