//! What one execution does costs the others nothing.

use serde_json::{Value, json};
use workflow_conformance::lambda::Lambda;
use workflow_conformance::server::{ROLE, service, with_server};
use workflow_engine::clock::Clock;

/// A state machine that goes around, as its input never says to stop.
fn endless() -> Value {
    let stop = json!({"Variable": "$.stop", "IsPresent": true, "Next": "Stop"});
    json!({"StartAt": "Go", "States": {
        "Go": {"Type": "Pass", "Next": "Again"},
        "Again": {"Type": "Choice", "Choices": [stop], "Default": "Go"},
        "Stop": {"Type": "Succeed"},
    }})
}

#[test]
fn an_endless_execution_ends_with_its_history() {
    let description = with_server(async |server| {
        let create = json!({"name": "m", "definition": endless().to_string(), "roleArn": ROLE});
        let created = server.call("CreateStateMachine", create).await?;
        let started = server.call("StartExecution", json!({"stateMachineArn": created["stateMachineArn"]})).await?;
        server.ended(started["executionArn"].as_str().unwrap()).await
    });
    let description = description.unwrap();
    assert_eq!(
        (&description["status"], &description["error"]),
        (&json!("FAILED"), &json!("States.Runtime")),
        "{description}"
    );
}

#[tokio::test]
async fn an_endless_express_execution_leaves_time_for_others() {
    // With time as it is, so that five minutes are long.
    let service = service(&Lambda::start().await.unwrap(), Clock::Real);
    let call = async |operation: &str, request: Value| service.call(operation, request).await.unwrap();
    let create = |name, kind, definition: Value| json!({"name": name, "definition": definition.to_string(), "roleArn": ROLE, "type": kind});
    let endless = call("CreateStateMachine", create("endless", "EXPRESS", endless())).await;
    call("StartExecution", json!({"stateMachineArn": endless["stateMachineArn"]})).await;
    let wait = json!({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 0, "End": true}}});
    let other = call("CreateStateMachine", create("other", "STANDARD", wait)).await;
    let started = call("StartExecution", json!({"stateMachineArn": other["stateMachineArn"]})).await;
    let about = json!({"executionArn": started["executionArn"]});
    while call("DescribeExecution", about.clone()).await["status"] == "RUNNING" {
        tokio::task::yield_now().await;
    }
    assert_eq!(call("DescribeExecution", about).await["status"], "SUCCEEDED");
}
