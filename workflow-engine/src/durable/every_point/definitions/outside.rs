//! Tasks that somebody outside completes.

use serde_json::{Value, json};

use super::{CALLBACK, JOB, alone, case, jsonata, meanwhile, scope, with};
use crate::durable::every_point::Case;
use crate::durable::every_point::world::{ACTIVITY, Intervention};

pub(super) fn outside() -> Vec<Case> {
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
        meanwhile(
            case("a callback that is stopped", callback("Approve9", json!({})), json!({})),
            7,
            Intervention::Stop,
        ),
    ]
}
