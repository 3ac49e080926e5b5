use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use workflow_engine::EngineOptions;
use workflow_engine::clock::{Clock, SkippingClock};
use workflow_server::{Service, ServiceOptions};

use super::seeds::OPERATIONS;

/// How long an execution may take in the time of its clock before it is stopped.
const PATIENCE: Duration = Duration::from_secs(3600);

/// Calls an operation, which the first byte chooses, with the other bytes as its request, on a service that has an
/// activity, a state machine and an execution. A state machine that it creates runs, for an hour of its clock.
pub fn request(bytes: &[u8]) {
    let Some((choice, body)) = bytes.split_first() else { return };
    let Some(operation) = OPERATIONS.get(usize::from(*choice) % OPERATIONS.len()) else { return };
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let Ok(runtime) = runtime else { return };
    let clock = SkippingClock::starting_at(Timestamp::UNIX_EPOCH);
    runtime.block_on(Arc::clone(&clock).drive(async {
        let service = service(Arc::clone(&clock)).await;
        // An activity's worker would wait for a minute, and a synchronous execution for what it runs.
        let is_express = body["type"] == "EXPRESS";
        let call = service.call(operation, body);
        if let Some(Ok(answer)) = within(&clock, call).await
            && let Some(arn) = answer["stateMachineArn"].as_str()
            && *operation == "CreateStateMachine"
            // Without a history, only time ends one that never waits, and no time passes for as long as it runs.
            && !is_express
        {
            run(&service, &clock, arn).await;
        }
    }));
}

async fn service(clock: Arc<SkippingClock>) -> Service {
    let engine = EngineOptions { clock: Clock::Skipping(clock), ..EngineOptions::default() };
    let service = Service::new(ServiceOptions { engine, ..ServiceOptions::default() });
    let definition = json!({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}});
    let machine =
        json!({"name": "m", "definition": definition.to_string(), "roleArn": "arn:aws:iam::123456789012:role/r"});
    let execution = json!({
        "stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:m",
        "name": "e",
    });
    for (operation, request) in
        [("CreateActivity", json!({"name": "a"})), ("CreateStateMachine", machine), ("StartExecution", execution)]
    {
        let answer = service.call(operation, request).await;
        assert!(answer.is_ok(), "{operation}: {answer:?}");
    }
    service
}

async fn within<T>(clock: &SkippingClock, future: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        result = future => Some(result),
        () = clock.sleep(PATIENCE) => None,
    }
}

async fn run(service: &Service, clock: &SkippingClock, state_machine_arn: &str) {
    let start = json!({"stateMachineArn": state_machine_arn, "input": super::document().to_string()});
    let Ok(started) = service.call("StartExecution", start).await else { return };
    clock.sleep(PATIENCE).await;
    let about = json!({"executionArn": started["executionArn"]});
    let _ = service.call("StopExecution", about.clone()).await;
    let _ = service.call("GetExecutionHistory", about).await;
}
