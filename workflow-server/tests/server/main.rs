//! The service as its clients see it: in process, and over HTTP.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod activities;
mod aliases;
mod executions;
mod garbage;
mod http;
mod map_runs;
mod state_machines;
mod tags;
mod test_state;
mod versions;

use serde_json::{Value, json};
use workflow_server::{Service, ServiceOptions};

/// A role, which nothing assumes.
const ROLE: &str = "arn:aws:iam::123456789012:role/test";
/// What ARNs start with.
const ARN: &str = "arn:aws:states:us-east-1:123456789012";

/// A service, and what is asked of it.
struct Client(Service);

impl Client {
    fn new() -> Self {
        Self(Service::new(ServiceOptions::default()))
    }

    /// The response of a call that succeeds.
    async fn call(&self, operation: &str, request: Value) -> Value {
        self.0.call(operation, request).await.unwrap()
    }

    /// `Code: message` of a call that does not.
    async fn error(&self, operation: &str, request: Value) -> String {
        self.0.call(operation, request).await.unwrap_err().to_string()
    }

    /// The ARN of a new state machine.
    async fn state_machine(&self, name: &str, definition: &str) -> String {
        let request = json!({"name": name, "definition": definition, "roleArn": ROLE});
        text(&self.call("CreateStateMachine", request).await, "stateMachineArn")
    }

    /// The ARN of a new state machine with a version.
    async fn published(&self, name: &str, definition: &str) -> String {
        let request = json!({"name": name, "definition": definition, "roleArn": ROLE, "publish": true});
        text(&self.call("CreateStateMachine", request).await, "stateMachineArn")
    }

    /// The description of an execution that was started, once it is over.
    async fn run(&self, start: Value) -> Value {
        let execution = text(&self.call("StartExecution", start).await, "executionArn");
        loop {
            let description = self.call("DescribeExecution", json!({"executionArn": execution})).await;
            if description["status"] != "RUNNING" {
                return description;
            }
            tokio::task::yield_now().await;
        }
    }
}

/// A member that is a string.
fn text(response: &Value, name: &str) -> String {
    response[name].as_str().unwrap().to_owned()
}

/// A definition of one Pass state with this result.
fn pass(result: &str) -> String {
    json!({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": result, "End": true}}}).to_string()
}

/// A definition that waits for longer than any test.
fn wait() -> String {
    json!({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 100_000, "End": true}}}).to_string()
}
