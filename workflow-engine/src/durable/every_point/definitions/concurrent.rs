//! Parallel and Map states.

use serde_json::{Value, json};

use super::{CALLBACK, alone, case, jsonata, meanwhile, scope, task, with};
use crate::MapRunLimits;
use crate::durable::every_point::Case;
use crate::durable::every_point::world::{ACTIVITY, Intervention};

pub(super) fn parallels() -> Vec<Case> {
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

pub(super) fn maps() -> Vec<Case> {
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

pub(super) fn distributed() -> Vec<Case> {
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
