//! Tests that make no sense.

use serde_json::{Value, json};
use workflow_engine::{ExecutionIdentity, Failure, Mock, TestState, TestStateError};

use super::{failing, mocked, of, refusal, run, task};

fn resource(resource: &str) -> Value {
    task(&json!({"Resource": resource}))
}

#[tokio::test]
async fn states_that_need_a_mock() {
    let branch = json!({"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}});
    let parallel = json!({"Type": "Parallel", "Branches": [branch.clone()], "End": true});
    let map = json!({"Type": "Map", "ItemProcessor": branch, "End": true});
    for state in [parallel, map] {
        assert!(refusal(of(&state)).await.starts_with("TestState API does not support Map or Parallel states."));
    }
    assert_eq!(
        refusal(of(&resource("arn:aws:states:::lambda:invoke"))).await,
        "RoleArn must be specified when testing a Task state"
    );
    let role_arn = Some("arn:aws:iam::123456789012:role/r".into());
    let identity = ExecutionIdentity { role_arn, ..ExecutionIdentity::default() };
    for unsupported in [
        "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "arn:aws:states:::ecs:runTask.sync",
        "arn:aws:states:us-east-1:123456789012:activity:a",
    ] {
        let test = TestState { identity: identity.clone(), ..of(&resource(unsupported)) };
        assert!(refusal(test).await.ends_with("without a mock"), "{unsupported}");
    }
}

#[tokio::test]
async fn states_that_take_no_mock() {
    let choice = json!({"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "A"}]});
    let states = [
        (json!({"Type": "Pass", "End": true}), "Pass"),
        (json!({"Type": "Succeed"}), "Succeed"),
        (json!({"Type": "Fail"}), "Fail"),
        (json!({"Type": "Wait", "Seconds": 1, "End": true}), "Wait"),
        (choice, "Choice"),
    ];
    for (state, name) in states {
        let expected = format!("State type '{name}' is not supported when a mock is specified");
        assert_eq!(refusal(mocked(of(&state), &json!({}))).await, expected);
        assert_eq!(refusal(failing(of(&state), "E", 0)).await, expected);
    }
}

#[tokio::test]
async fn mocks_that_are_none() {
    let test = || of(&task(&json!({})));
    let with = |mock: Mock| TestState { mock: Some(mock), ..test() };
    let one_of = "A test mock should have only one of the following fields: [result, errorOutput].";
    let both = Mock { result: Some("{}".to_owned()), error_output: Some(Failure::named("E")), ..Mock::default() };
    assert_eq!(refusal(with(both)).await, one_of);
    assert_eq!(refusal(with(Mock::default())).await, one_of);
    let no_json = Mock { result: Some("no JSON".to_owned()), ..Mock::default() };
    assert_eq!(refusal(with(no_json)).await, "Mocked result must be valid JSON");
    let nameless = Mock { error_output: Some(Failure::default()), ..Mock::default() };
    assert_eq!(refusal(with(nameless)).await, "An error was not specified in the mocked error output.");
    let secrets = TestState { reveal_secrets: true, ..mocked(test(), &json!({})) };
    assert!(refusal(secrets).await.starts_with("TestState does not support RevealSecrets"));
}

#[tokio::test]
async fn results_of_the_wrong_kind() {
    let branch = |name: &str| json!({"StartAt": name, "States": {name: {"Type": "Pass", "End": true}}});
    let parallel = json!({"Type": "Parallel", "Branches": [branch("B"), branch("C")], "End": true});
    assert_eq!(refusal(mocked(of(&parallel), &json!({}))).await, "Mocked result must be an array.");
    assert_eq!(
        refusal(mocked(of(&parallel), &json!([1]))).await,
        "Mocked result must contain the same number of items as number of Parallel branches."
    );
}

#[tokio::test]
async fn context_objects_that_are_none() {
    let with =
        |context: &str| TestState { context: Some(context.to_owned()), ..mocked(of(&task(&json!({}))), &json!({})) };
    let cases = [
        ("no JSON", "Context object must be valid JSON"),
        ("[]", "Context object must be a JSON object"),
        (r#"{"Pokedex": {}}"#, "Field 'Pokedex' is not allowed"),
        (r#"{"Map": {}}"#, "'Map' field is not supported when mocking a Context object"),
        (r#"{"Execution": {"Id": 1}}"#, "Execution.Id must be a string"),
        (r#"{"Execution": {"Color": 1}}"#, "Field 'Execution.Color' is not allowed"),
        (r#"{"State": {"RetryCount": ""}}"#, "State.RetryCount must be a number"),
        (r#"{"StateMachine": []}"#, "StateMachine must be an object"),
        (
            r#"{"Task": {"Token": "t"}}"#,
            "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' \
             service integration pattern",
        ),
    ];
    for (context, why) in cases {
        assert_eq!(refusal(with(context)).await, format!("Invalid Context object provided: {why}"));
    }
    let waiting = mocked(of(&resource("arn:aws:states:::lambda:invoke.waitForTaskToken")), &json!(1));
    let waiting = TestState { context: Some(r#"{"Task": {"Token": "t"}}"#.to_owned()), ..waiting };
    assert!(run(waiting).await.is_ok());
    let without_mock = TestState { context: Some("{}".to_owned()), ..of(&json!({"Type": "Succeed"})) };
    assert!(refusal(without_mock).await.contains("Context"));
}

#[tokio::test]
async fn states_that_are_not_there() {
    let machine = json!({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}});
    let test = TestState { state_name: Some("B".to_owned()), ..of(&machine) };
    assert_eq!(refusal(test).await, "State not found in definition");
    for definition in [machine, json!([]), json!({"Type": "Pass"})] {
        assert!(matches!(run(of(&definition)).await, Err(TestStateError::Definition(_))), "{definition}");
    }
}
