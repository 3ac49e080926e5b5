//! Machines that have everything that an execution can wait for, in both query languages.

use std::time::Duration;

use serde_json::{Value, json};

use super::Case;
use super::world::{ACTIVITY, Intervention};
use crate::MapRunLimits;

const INVOKE: &str = "arn:aws:states:::lambda:invoke";
const CALLBACK: &str = "arn:aws:states:::lambda:invoke.waitForTaskToken";
const JOB: &str = "arn:aws:states:::ecs:runTask.sync";

fn function(name: &str) -> String {
    format!("arn:aws:lambda:us-east-1:123456789012:function:{name}")
}

fn case(name: &'static str, definition: Value, input: Value) -> Case {
    Case { name, definition, input, intervention: None }
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
    [chains(), waits(), failures(), parallels(), maps(), outside(), distributed()].into_iter().flatten().collect()
}

/// Those in which chance decides when something happens.
pub(super) fn only_recorded() -> Vec<Case> {
    let retry = json!([{"ErrorEquals": ["States.ALL"], "JitterStrategy": "FULL", "IntervalSeconds": 100}]);
    vec![case("jitter", alone("A", with(task("fail-twice"), json!({ "Retry": retry }))), json!({}))]
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

fn parallels() -> Vec<Case> {
    let branches = |branches: Vec<Value>| json!({"Type": "Parallel", "Branches": branches, "End": true});
    vec![
        case(
            "branches that end one after the other",
            alone(
                "All",
                branches(vec![
                    scope("A3", task("echo")),
                    json!({"StartAt": "B", "States": {"B": with(task("echo"), json!({"Next": "B5"})), "B5": task("attempts")}}),
                    scope("C", json!({"Type": "Wait", "Seconds": 2, "End": true})),
                    scope("D", json!({"Type": "Pass", "End": true})),
                ]),
            ),
            json!({"a": [1]}),
        ),
        case(
            "a branch that fails while others run, caught",
            jsonata(
                "All",
                with(
                    branches(vec![
                        scope("A9", task("echo")),
                        scope("B2", task("fail")),
                        scope("C", json!({"Type": "Wait", "Seconds": 60, "End": true})),
                    ]),
                    json!({"Catch": [{"ErrorEquals": ["Boom"], "Next": "After"}], "Next": "After"}),
                ),
            ),
            json!({"error": "Boom"}),
        ),
        case(
            "branches that are retried together",
            alone(
                "All",
                with(
                    branches(vec![scope("A", task("echo")), scope("B2", task("fail"))]),
                    json!({"Retry": [{"ErrorEquals": ["Boom"], "MaxAttempts": 2, "IntervalSeconds": 3}]}),
                ),
            ),
            json!({"error": "Boom"}),
        ),
        case(
            "branches within branches, with variables and retries",
            json!({"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
                "Set": {"Type": "Pass", "Assign": {"n": 1}, "Next": "Outer"},
                "Outer": branches(vec![
                    scope("Inner", with(branches(vec![scope("A2", with(task("fail-once"), json!({"Retry": [{"ErrorEquals": ["Once"]}],
                        "Output": "{% $n %}"}))), scope("B", with(task("echo"), json!({"Arguments": "{% $uuid() %}",
                        "Assign": {"m": "{% $n + 1 %}"}})))]), json!({"Output": "{% $states.result[0] %}"}))),
                    scope("C7", task("echo")),
                ])
            }}),
            json!({}),
        ),
        case(
            "a Parallel that is visited again",
            json!({"QueryLanguage": "JSONata", "StartAt": "Start", "States": {
                "Start": {"Type": "Pass", "Assign": {"n": 0}, "Next": "All"},
                "All": with(branches(vec![scope("A", task("attempts")), scope("B2", task("attempts"))]),
                    json!({"Assign": {"n": "{% $n + 1 %}"}, "Next": "Again"})),
                "Again": {"Type": "Choice", "Choices": [{"Condition": "{% $n < 3 %}", "Next": "All"}], "Default": "Done"},
                "Done": {"Type": "Succeed"}
            }}),
            json!({}),
        ),
    ]
}

fn maps() -> Vec<Case> {
    let map = |processor: Value, fields: Value| {
        with(json!({"Type": "Map", "Items": "{% $states.input %}", "ItemProcessor": processor, "End": true}), fields)
    };
    let items = json!([{"seconds": 3}, {"seconds": 1}, {"seconds": 5}, {"seconds": 2}, {"seconds": 7}]);
    let boom = json!([{"seconds": 3}, {"seconds": 5, "error": "Boom"}, {"seconds": 9}]);
    vec![
        case("a Map of all at once", alone("Each", map(scope("A", task("echo")), json!({}))), items.clone()),
        case(
            "a Map of two at a time, two states each",
            alone(
                "Each",
                map(
                    json!({"StartAt": "A", "States": {"A": with(task("echo"), json!({"Next": "B"})),
                "B": {"Type": "Wait", "Seconds": "{% $states.input.seconds %}", "End": true}}}),
                    json!({"MaxConcurrency": 2, "ItemSelector": {"seconds": "{% $states.context.Map.Item.Value.seconds %}",
                    "index": "{% $states.context.Map.Item.Index %}", "id": "{% $uuid() %}"}}),
                ),
            ),
            items.clone(),
        ),
        case("a Map of nothing", alone("Each", map(scope("A", task("echo")), json!({}))), json!([])),
        case(
            "an iteration that fails and is caught",
            jsonata(
                "Each",
                map(
                    scope("A", task("fail")),
                    json!({"Catch": [{"ErrorEquals": ["Boom", "Failed"], "Next": "After"}],
                "Next": "After"}),
                ),
            ),
            boom.clone(),
        ),
        case(
            "iterations that are retried together",
            alone(
                "Each",
                map(
                    scope("A", with(task("fail-once"), json!({"Retry": [{"ErrorEquals": ["Never"]}]}))),
                    json!({"Retry": [{"ErrorEquals": ["Once"], "MaxAttempts": 2}]}),
                ),
            ),
            boom,
        ),
        case(
            "a Map in a Map in JSONPath",
            json!({"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemsPath": "$.rows", "MaxConcurrency": 1,
                "ItemProcessor": scope("Row", json!({"Type": "Map", "ItemProcessor": scope("A", task("echo")), "End": true})),
                "ResultPath": "$.done", "End": true}}}),
            json!({"rows": [[{"seconds": 2}, {"seconds": 1}], [{"seconds": 1}], []]}),
        ),
    ]
}

fn outside() -> Vec<Case> {
    let callback = |name: &str, fields: Value| {
        jsonata(
            name,
            with(
                json!({"Type": "Task", "Resource": CALLBACK, "Arguments":
            {"FunctionName": "echo", "Payload": {"token": "{% $states.context.Task.Token %}"}}, "Next": "After"}),
                fields,
            ),
        )
    };
    let activity = |fields: Value| {
        alone("Work", with(json!({"Type": "Task", "Resource": ACTIVITY, "TimeoutSeconds": 60, "End": true}), fields))
    };
    let retry = json!([{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]);
    vec![
        case("a callback", callback("Approve4", json!({})), json!({})),
        case("a callback that refuses, retried", callback("Refuse2", json!({"Retry": retry.clone()})), json!({})),
        case(
            "a callback that is silent",
            callback(
                "Silent",
                json!({"HeartbeatSeconds": 30, "TimeoutSeconds": 90,
            "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "After"}]}),
            ),
            json!({}),
        ),
        case("a callback that comes too late", callback("Approve50", json!({"TimeoutSeconds": 90})), json!({})),
        case(
            "a callback whose submission fails",
            callback(
                "Approve",
                json!({"Arguments": {"FunctionName": "fail"},
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "After"}]}),
            ),
            json!({}),
        ),
        case(
            "a job",
            alone("Job4", json!({"Type": "Task", "Resource": JOB, "Arguments": {"job": 7}, "End": true})),
            json!({}),
        ),
        case(
            "a job that takes too long",
            alone(
                "Job9",
                json!({"Type": "Task", "Resource": JOB, "Arguments": {"job": 7},
            "TimeoutSeconds": 5, "Retry": [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 1}], "End": true}),
            ),
            json!({}),
        ),
        case("an activity", activity(json!({"HeartbeatSeconds": 20})), json!({"n": 1})),
        case("an activity that fails and is retried", activity(json!({"Retry": retry})), json!({"fails": "Tired"})),
        case("an activity that is too slow", activity(json!({"TimeoutSeconds": 2})), json!({"n": 1})),
        case("an activity that does not exist", activity(json!({"Resource": format!("{ACTIVITY}-not")})), json!({})),
        case(
            "callbacks and activities at the same time",
            alone(
                "All",
                json!({"Type": "Parallel", "End": true, "Branches": [
                scope("Approve7", json!({"Type": "Task", "Resource": CALLBACK, "Arguments": {"FunctionName": "echo",
                    "Payload": "{% $states.context.Task.Token %}"}, "End": true})),
                scope("Approve9", json!({"Type": "Task", "Resource": CALLBACK, "Arguments": {"FunctionName": "echo",
                    "Payload": "{% $states.context.Task.Token %}"}, "End": true})),
                scope("Work", json!({"Type": "Task", "Resource": ACTIVITY, "End": true})),
                scope("Job5", json!({"Type": "Task", "Resource": JOB, "Arguments": {"job": 7}, "End": true}))]}),
            ),
            json!({}),
        ),
    ]
}

fn distributed() -> Vec<Case> {
    let map = |mut processor: Value, fields: Value| {
        processor["ProcessorConfig"] = json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"});
        let map = json!({"Type": "Map", "Items": "{% $states.input %}", "ItemProcessor": processor, "End": true});
        alone("Each", with(map, fields))
    };
    let chain = || {
        json!({"StartAt": "A", "States": {"A": with(task("echo"), json!({"Next": "B"})),
            "B": {"Type": "Wait", "Seconds": 5, "Next": "C"}, "C": with(task("fail-once"), json!({"Retry": [{"ErrorEquals": ["Once"]}]}))}})
    };
    let items = json!([{"seconds": 3}, {"seconds": 1}, {"seconds": 5}, {"seconds": 2}, {"seconds": 7}]);
    vec![
        case("a distributed Map", map(chain(), json!({"MaxConcurrency": 2})), items.clone()),
        case(
            "a distributed Map in batches",
            map(scope("A", task("echo")), json!({"ItemBatcher": {"MaxItemsPerBatch": 2}})),
            items.clone(),
        ),
        case(
            "a distributed Map that tolerates failures",
            map(
                scope(
                    "A",
                    json!({"Type": "Choice", "Choices": [{"Condition": "{% $states.input.seconds > 3 %}", "Next": "No"}],
                "Default": "Yes"}),
                ),
                json!({"ToleratedFailureCount": 2, "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "A", "States": {
                    "A": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.seconds > 3 %}", "Next": "No"}], "Default": "Yes"},
                    "No": task("fail"), "Yes": task("echo")}}}),
            ),
            items.clone(),
        ),
        case(
            "a distributed Map that fails, retried",
            map(scope("A", task("fail")), json!({"Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]})),
            items.clone(),
        ),
        case(
            "a distributed Map whose children wait for others",
            map(
                scope(
                    "All",
                    json!({"Type": "Parallel", "End": true, "Branches": [
                scope("Approve2", json!({"Type": "Task", "Resource": CALLBACK, "Arguments": {"FunctionName": "echo",
                    "Payload": "{% $states.context.Task.Token %}"}, "End": true})),
                scope("Work", json!({"Type": "Task", "Resource": ACTIVITY, "End": true}))]}),
                ),
                json!({"MaxConcurrency": 1}),
            ),
            json!([{"n": 1}, {"n": 2}]),
        ),
        meanwhile(
            case(
                "a distributed Map that is limited",
                map(chain(), json!({})),
                json!([{"seconds": 20}, {"seconds": 30}]),
            ),
            11,
            Intervention::UpdateMapRun(MapRunLimits { max_concurrency: 1, ..MapRunLimits::default() }),
        ),
        meanwhile(
            case("a distributed Map that may go faster", map(chain(), json!({"MaxConcurrency": 1})), items.clone()),
            2,
            Intervention::UpdateMapRun(MapRunLimits { max_concurrency: 3, ..MapRunLimits::default() }),
        ),
        meanwhile(
            case("a distributed Map that is stopped", map(chain(), json!({"MaxConcurrency": 1})), items.clone()),
            10,
            Intervention::Stop,
        ),
        case(
            "a distributed Map whose children have nobody",
            map(
                scope("A", json!({"Type": "Task", "Resource": format!("{ACTIVITY}-not"), "End": true})),
                json!({"ToleratedFailurePercentage": 100}),
            ),
            json!([{"n": 1}, {"n": 2}]),
        ),
    ]
}
