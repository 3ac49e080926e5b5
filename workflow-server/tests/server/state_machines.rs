//! State machines.

use serde_json::json;

use crate::{ARN, Client, ROLE, pass, text, wait};

#[tokio::test]
async fn the_same_state_machine_is_created_once() {
    let client = Client::new();
    let create = json!({"name": "M", "definition": pass("1"), "roleArn": ROLE});
    let created = client.call("CreateStateMachine", create).await;
    let with_another_role = json!({"name": "M", "definition": pass("1"), "roleArn": "arn:aws:iam::1:role/other"});
    assert_eq!(client.call("CreateStateMachine", with_another_role).await, created);
    let arn = format!("{ARN}:stateMachine:M");
    for different in [
        json!({"name": "M", "definition": pass("2"), "roleArn": ROLE}),
        json!({"name": "M", "definition": pass("1"), "roleArn": ROLE, "type": "EXPRESS"}),
        json!({"name": "M", "definition": pass("1"), "roleArn": ROLE, "publish": true}),
        json!({"name": "M", "definition": pass("1"), "roleArn": ROLE, "tracingConfiguration": {"enabled": true}}),
    ] {
        let error = client.error("CreateStateMachine", different).await;
        assert_eq!(error, format!("StateMachineAlreadyExists: State Machine Already Exists: '{arn}'"));
    }
    let description = client.call("DescribeStateMachine", json!({"stateMachineArn": arn})).await;
    assert_eq!(
        description,
        json!({
            "stateMachineArn": arn, "name": "M", "status": "ACTIVE", "type": "STANDARD",
            "creationDate": created["creationDate"], "definition": pass("1"), "roleArn": ROLE,
            "loggingConfiguration": {"level": "OFF", "includeExecutionData": false},
            "tracingConfiguration": {"enabled": false}, "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
        })
    );
    let metadata = json!({"stateMachineArn": arn, "includedData": "METADATA_ONLY"});
    assert_eq!(client.call("DescribeStateMachine", metadata).await.get("definition"), None);
}

#[tokio::test]
async fn an_update_makes_a_revision_if_it_changes_anything() {
    let client = Client::new();
    let machine = client.state_machine("M", &pass("1")).await;
    let same = json!({"stateMachineArn": machine, "definition": pass("1")});
    assert_eq!(client.call("UpdateStateMachine", same).await.get("revisionId"), None);
    let changed = json!({"stateMachineArn": machine, "definition": pass("2")});
    let updated = client.call("UpdateStateMachine", changed).await;
    let description = client.call("DescribeStateMachine", json!({"stateMachineArn": machine})).await;
    assert_eq!(description["revisionId"], updated["revisionId"]);
    assert_eq!(description["definition"], pass("2"));
    let error = client.error("UpdateStateMachine", json!({"stateMachineArn": machine})).await;
    assert!(error.starts_with("MissingRequiredParameter: "), "{error}");
    let version = format!("{machine}:1");
    let error = client.error("UpdateStateMachine", json!({"stateMachineArn": version, "roleArn": "r"})).await;
    assert_eq!(error, format!("StateMachineDoesNotExist: State Machine Does Not Exist: '{version}'"));
}

#[tokio::test]
async fn an_execution_keeps_what_it_started_with() {
    let client = Client::new();
    let machine = client.state_machine("M", &wait()).await;
    let started = client.call("StartExecution", json!({"stateMachineArn": machine})).await;
    client.call("UpdateStateMachine", json!({"stateMachineArn": machine, "definition": pass("2")})).await;
    let request = json!({"executionArn": started["executionArn"]});
    let description = client.call("DescribeStateMachineForExecution", request.clone()).await;
    assert_eq!(description["definition"], wait());
    assert_eq!(description["stateMachineArn"], machine);
    client.call("DeleteStateMachine", json!({"stateMachineArn": machine})).await;
    assert_eq!(client.call("DescribeExecution", request.clone()).await["status"], "RUNNING");
    client.call("StopExecution", request).await;
}

#[tokio::test]
async fn a_wrong_definition_is_refused() {
    let client = Client::new();
    let create = json!({"name": "M", "definition": r#"{"StartAt": "A"}"#, "roleArn": ROLE});
    let error = client.error("CreateStateMachine", create).await;
    assert_eq!(
        error,
        "InvalidDefinition: Invalid State Machine Definition: \
         'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'"
    );
    let validated = client.call("ValidateStateMachineDefinition", json!({"definition": "{}"})).await;
    assert_eq!(validated["result"], "FAIL");
    assert_eq!(validated["diagnostics"][0]["location"], "/");
    let validated = client.call("ValidateStateMachineDefinition", json!({"definition": pass("")})).await;
    assert_eq!(validated, json!({"result": "OK", "diagnostics": [], "truncated": false}));
}

#[tokio::test]
async fn logs_need_one_destination() {
    let client = Client::new();
    let destination = json!({"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:1:log-group:g:*"}});
    let create =
        |logging| json!({"name": "M", "definition": pass(""), "roleArn": ROLE, "loggingConfiguration": logging});
    for wrong in [json!({"level": "ALL"}), json!({"level": "OFF", "destinations": [destination, destination]})] {
        let error = client.error("CreateStateMachine", create(wrong)).await;
        assert!(error.ends_with("Invalid Logging Configuration: Must specify exactly one Log Destination."), "{error}");
    }
    let logging = json!({"level": "ALL", "destinations": [destination]});
    let arn = text(&client.call("CreateStateMachine", create(logging)).await, "stateMachineArn");
    let described = client.call("DescribeStateMachine", json!({"stateMachineArn": arn})).await;
    assert_eq!(
        described["loggingConfiguration"],
        json!({"level": "ALL", "includeExecutionData": false, "destinations": [destination]})
    );
}

#[tokio::test]
async fn a_deleted_state_machine_is_gone() {
    let client = Client::new();
    let machine = client.state_machine("M", &pass("")).await;
    assert_eq!(client.call("ListStateMachines", json!({})).await["stateMachines"][0]["name"], "M");
    for _ in 0..2 {
        assert_eq!(client.call("DeleteStateMachine", json!({"stateMachineArn": machine})).await, json!({}));
    }
    assert_eq!(client.call("ListStateMachines", json!({})).await, json!({"stateMachines": []}));
    for operation in ["DescribeStateMachine", "StartExecution", "ListExecutions", "PublishStateMachineVersion"] {
        let error = client.error(operation, json!({"stateMachineArn": machine})).await;
        assert_eq!(error, format!("StateMachineDoesNotExist: State Machine Does Not Exist: '{machine}'"));
    }
}
