//! `TestState`.

use serde_json::{Value, json};

use super::{ARN, Client, ROLE};

/// A Lambda task with a Retrier, tested with this mocked error.
fn failing(inspection_level: &str, retries: u64) -> Value {
    let definition = json!({
        "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": "f"}, "End": true,
        "Retry": [{"ErrorEquals": ["Mocked"], "MaxAttempts": 1}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Output": 1, "Next": "Caught"}],
    });
    json!({
        "definition": definition.to_string(), "inspectionLevel": inspection_level,
        "mock": {"errorOutput": {"error": "Mocked", "cause": "as asked"}},
        "stateConfiguration": {"retrierRetryCount": retries},
    })
}

#[tokio::test]
async fn a_state_is_run() {
    let definition = json!({"Type": "Pass", "ResultPath": "$.b", "Result": [1], "Next": "Other"}).to_string();
    let request = json!({"definition": definition, "input": "{\"a\": 1}"});
    let expected = json!({"status": "SUCCEEDED", "output": r#"{"a":1,"b":[1]}"#, "nextState": "Other"});
    assert_eq!(Client::new().call("TestState", request).await, expected);
}

#[tokio::test]
async fn failures_say_what_becomes_of_them() {
    let client = Client::new();
    let retriable = json!({"status": "RETRIABLE", "error": "Mocked", "cause": "as asked"});
    assert_eq!(client.call("TestState", failing("INFO", 0)).await, retriable);
    let inspected = client.call("TestState", failing("DEBUG", 0)).await;
    assert_eq!(
        inspected["inspectionData"],
        json!({
            "input": "{}", "afterArguments": r#"{"FunctionName":"f"}"#,
            "errorDetails": {"retryIndex": 0, "retryBackoffIntervalSeconds": 1},
        })
    );
    let caught = client.call("TestState", failing("TRACE", 1)).await;
    assert_eq!(caught["status"], "CAUGHT_ERROR");
    assert_eq!((&caught["output"], &caught["nextState"]), (&json!("1"), &json!("Caught")));
    assert_eq!(caught["inspectionData"]["errorDetails"], json!({"catchIndex": 0, "retryIndex": 0}));
}

#[tokio::test]
async fn the_context_object_names_an_execution_that_is_not_there() {
    let pass = json!({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.context %}", "End": true});
    let request = json!({"definition": pass.to_string(), "roleArn": ROLE});
    let answer = Client::new().call("TestState", request).await;
    let context: Value = serde_json::from_str(answer["output"].as_str().unwrap()).unwrap();
    let (execution, machine) = (&context["Execution"], context["StateMachine"]["Name"].as_str().unwrap());
    assert_eq!(execution["RoleArn"], ROLE);
    let arn = format!("{ARN}:express:{machine}:{}", execution["Name"].as_str().unwrap());
    assert_eq!(execution["Id"], arn);
    assert_eq!(context["StateMachine"]["Id"], format!("{ARN}:stateMachine:{machine}"));
}

#[tokio::test]
async fn requests_are_refused() {
    let client = Client::new();
    let succeed = json!({"Type": "Succeed"}).to_string();
    let machine = json!({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}).to_string();
    let branch = json!({"StartAt": "B", "States": {"B": {"Type": "Succeed"}}});
    let parallel = json!({"Type": "Parallel", "Branches": [branch], "End": true}).to_string();
    let task = json!({"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true,
                      "Parameters": {"QueueUrl": "q", "MessageBody": "m"}})
    .to_string();
    let cases = [
        (
            json!({"definition": succeed, "stateName": ""}),
            "ValidationException: 1 validation error detected: Value at 'stateName' failed to satisfy constraint: \
             Member must have length greater than or equal to 1",
        ),
        (json!({"definition": machine, "stateName": "B"}), "ValidationException: State not found in definition"),
        (
            json!({"definition": succeed, "variables": "[]"}),
            "ValidationException: Variables must be a valid JSON object",
        ),
        (
            json!({"definition": succeed, "input": ""}),
            "InvalidExecutionInput: Invalid State Machine Execution Input: 'Invalid execution input.'",
        ),
        (
            json!({"definition": parallel}),
            "InvalidDefinition: TestState API does not support Map or Parallel states. \
             Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]",
        ),
        (
            json!({"definition": task, "mock": {"result": "{\"MessageId\": 1}"}}),
            "ValidationException: Mock result schema validation error: Field 'MessageId' must be a string",
        ),
        (json!({"definition": task}), "ValidationException: RoleArn must be specified when testing a Task state"),
    ];
    for (request, expected) in cases {
        assert_eq!(client.error("TestState", request).await, expected);
    }
    let lenient = json!({"definition": task, "mock": {"result": "{\"MessageId\": 1}", "fieldValidationMode": "NONE"}});
    assert_eq!(client.call("TestState", lenient).await["status"], "SUCCEEDED");
}
