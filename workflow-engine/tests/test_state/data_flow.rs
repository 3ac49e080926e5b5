//! What is shown of a state that succeeds.

use serde_json::json;
use workflow_engine::{ExecutionIdentity, TestState, TestStatus};

use super::{assert_seen, mocked, of, outcome, payload, task, with_input};

#[tokio::test]
async fn a_pass_shows_all_steps() {
    let pass = json!({
        "Type": "Pass", "InputPath": "$.a", "Parameters": {"x.$": "$.b"}, "ResultPath": "$.r", "Next": "Other",
    });
    let input = json!({"a": {"b": 1}});
    let outcome = outcome(with_input(&pass, input.clone())).await;
    let output = json!({"a": {"b": 1}, "r": {"x": 1}});
    assert_eq!(outcome.status, TestStatus::Succeeded);
    assert_eq!(outcome.output, payload(output.clone()));
    assert_eq!(outcome.next_state.as_deref(), Some("Other"));
    assert_eq!(outcome.failure, None);
    let steps = [
        ("input", input),
        ("afterInputPath", json!({"b": 1})),
        ("afterParameters", json!({"x": 1})),
        ("afterResultSelector", json!({"x": 1})),
        ("afterResultPath", output),
    ];
    assert_seen(&outcome.inspection, &steps);
}

#[tokio::test]
async fn a_pass_with_a_result_does_not_look_at_its_input() {
    let pass = json!({"Type": "Pass", "InputPath": "$.not.there", "Result": 7, "ResultPath": "$.r", "End": true});
    let outcome = outcome(of(&pass)).await;
    assert_eq!(outcome.output, payload(json!({"r": 7})));
    assert_eq!(outcome.next_state, None);
    let steps = [
        ("input", json!({})),
        ("result", json!(7)),
        ("afterResultSelector", json!(7)),
        ("afterResultPath", json!({"r": 7})),
    ];
    assert_seen(&outcome.inspection, &steps);
}

#[tokio::test]
async fn jsonata_shows_the_input_alone() {
    let pass = json!({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.n + 1 %}", "End": true});
    let outcome = outcome(with_input(&pass, json!({"n": 1}))).await;
    assert_eq!(outcome.output, payload(json!(2)));
    assert_seen(&outcome.inspection, &[("input", json!({"n": 1}))]);
}

#[tokio::test]
async fn a_task_shows_its_result() {
    let jsonata = task(&json!({"Output": "{% $states.result.Payload %}"}));
    let result = json!({"Payload": {"ok": true}});
    let of_jsonata = outcome(mocked(of(&jsonata), &result)).await;
    assert_eq!(of_jsonata.output, payload(json!({"ok": true})));
    let steps = [("input", json!({})), ("afterArguments", json!({"FunctionName": "f"})), ("result", result.clone())];
    assert_seen(&of_jsonata.inspection, &steps);

    let jsonpath = json!({
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"},
        "ResultSelector": {"p.$": "$.Payload"}, "ResultPath": "$.r", "OutputPath": "$.r.p", "End": true,
    });
    let of_jsonpath = outcome(mocked(of(&jsonpath), &result)).await;
    assert_eq!(of_jsonpath.output, payload(json!({"ok": true})));
    let steps = [
        ("input", json!({})),
        ("afterInputPath", json!({})),
        ("afterParameters", json!({"FunctionName": "f"})),
        ("result", result),
        ("afterResultSelector", json!({"p": {"ok": true}})),
        ("afterResultPath", json!({"r": {"p": {"ok": true}}})),
    ];
    assert_seen(&of_jsonpath.inspection, &steps);
}

#[tokio::test]
async fn a_parallel_shows_what_becomes_of_its_result() {
    let branch = json!({"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}});
    let parallel = json!({"Type": "Parallel", "InputPath": "$.a", "Branches": [branch], "End": true});
    let outcome = outcome(mocked(with_input(&parallel, json!({"a": 1})), &json!(["r"]))).await;
    assert_eq!(outcome.output, payload(json!(["r"])));
    let steps = [("input", json!({"a": 1})), ("afterResultSelector", json!(["r"])), ("afterResultPath", json!(["r"]))];
    assert_seen(&outcome.inspection, &steps);
}

#[tokio::test]
async fn other_states_show_their_effective_input() {
    let choice = json!({"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "One"}],
                        "Default": "Other"});
    let states = [
        (choice, Some("One")),
        (json!({"Type": "Wait", "Seconds": 60, "Next": "Later"}), Some("Later")),
        (json!({"Type": "Succeed"}), None),
    ];
    for (state, next) in states {
        let input = json!({"n": 1});
        let outcome = outcome(with_input(&state, input.clone())).await;
        assert_eq!((outcome.status, outcome.next_state.as_deref()), (TestStatus::Succeeded, next), "{state}");
        assert_seen(&outcome.inspection, &[("input", input.clone()), ("afterInputPath", input)]);
    }
}

#[tokio::test]
async fn variables_are_those_after_the_state() {
    let pass = json!({"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"b": "{% $a + 1 %}"}, "End": true});
    let variables = json!({"a": 1}).as_object().cloned().unwrap_or_default();
    let outcome = outcome(TestState { variables, ..of(&pass) }).await;
    assert_seen(&outcome.inspection, &[("input", json!({})), ("variables", json!({"a": 1, "b": 2}))]);
}

#[tokio::test]
async fn a_state_is_found_in_any_scope() {
    let inner = json!({"Type": "Pass", "Next": "Last"});
    let processor = json!({"StartAt": "Inner", "States": {"Inner": inner, "Last": {"Type": "Succeed"}}});
    let map = json!({"Type": "Map", "ItemProcessor": processor, "End": true});
    let machine = json!({"StartAt": "Outer", "States": {"Outer": map}});
    let test = TestState { state_name: Some("Inner".to_owned()), ..of(&machine) };
    assert_eq!(outcome(test).await.next_state.as_deref(), Some("Last"));
}

#[tokio::test]
async fn the_context_object_is_that_of_an_execution_or_the_one_given() {
    let pass = json!({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.context %}", "End": true});
    let context = outcome(with_input(&pass, json!(1))).await.output.expect("it succeeds");
    assert_eq!(context["Execution"]["Input"], json!(1));
    assert_eq!(context["Execution"]["RoleArn"], json!(null));
    assert_eq!(context["Execution"].get("RedriveCount"), None);
    assert_eq!(context["State"]["Name"], json!("StateName"));

    let given = json!({"State": {"Name": "Mine", "RetryCount": 3}});
    let task = task(&json!({"Output": "{% $states.context %}"}));
    let test = TestState { context: Some(given.to_string()), ..mocked(of(&task), &json!({})) };
    assert_eq!(outcome(test).await.output, payload(given));
}

#[tokio::test]
async fn a_task_without_a_mock_is_done() {
    let identity = ExecutionIdentity { role_arn: Some("role".into()), ..ExecutionIdentity::default() };
    let test = TestState { identity, ..of(&task(&json!({}))) };
    let outcome = outcome(test).await;
    assert_eq!(outcome.output, payload(json!({"asked": {"FunctionName": "f"}})));
    assert_eq!(outcome.inspection.request, None);
    let steps = [
        ("input", json!({})),
        ("afterArguments", json!({"FunctionName": "f"})),
        ("result", json!({"asked": {"FunctionName": "f"}})),
    ];
    assert_seen(&outcome.inspection, &steps);
}
