//! The service over a directory: what is there when the process has ended and another one begins.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod full;
mod kept;
mod lists;
mod redrive;
mod restarts;

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use workflow_server::{Service, ServiceOptions};
use workflow_store::{SqliteOptions, SqliteStore};

const ROLE: &str = "arn:aws:iam::123456789012:role/test";
const ARN: &str = "arn:aws:states:us-east-1:123456789012";

/// A service, and what is asked of it.
#[derive(Clone)]
struct Client(Service);

impl Client {
    async fn call(&self, operation: &str, request: Value) -> Value {
        self.0.call(operation, request).await.unwrap()
    }

    /// `Code: message` of a call that is refused.
    async fn error(&self, operation: &str, request: Value) -> String {
        self.0.call(operation, request).await.unwrap_err().to_string()
    }

    async fn state_machine(&self, name: &str, definition: &Value) -> String {
        let request = json!({"name": name, "definition": definition.to_string(), "roleArn": ROLE, "publish": true});
        text(&self.call("CreateStateMachine", request).await, "stateMachineArn")
    }

    async fn start(&self, machine: &str, name: &str) -> String {
        let request = json!({"stateMachineArn": machine, "name": name, "input": r#"{"n": 1}"#});
        text(&self.call("StartExecution", request).await, "executionArn")
    }

    async fn describe(&self, execution: &str) -> Value {
        self.call("DescribeExecution", json!({"executionArn": execution})).await
    }

    /// The description of an execution once it is over.
    async fn ended(&self, execution: &str) -> Value {
        loop {
            let description = self.describe(execution).await;
            if description["status"] != "RUNNING" {
                return description;
            }
            tokio::task::yield_now().await;
        }
    }

    /// The token of the next task of an activity.
    async fn take(&self, activity: &str) -> Value {
        self.call("GetActivityTask", json!({"activityArn": activity})).await["taskToken"].clone()
    }

    /// The types of the events of an execution, whose ids are dense.
    async fn events(&self, execution: &str) -> Vec<String> {
        let history = self.call("GetExecutionHistory", json!({"executionArn": execution, "maxResults": 1000})).await;
        let events = history["events"].as_array().unwrap();
        assert!(events.iter().zip(1..).all(|(event, id)| event["id"] == id), "{history}");
        events.iter().map(|event| text(event, "type")).collect()
    }
}

/// A process that works on a directory as long as `during` does, and is killed then: nothing that it runs is told.
fn process<T>(directory: &Path, during: impl AsyncFnOnce(Client) -> T) -> T {
    process_with(directory, ServiceOptions::default(), during)
}

fn process_with<T>(directory: &Path, options: ServiceOptions, during: impl AsyncFnOnce(Client) -> T) -> T {
    let store = Arc::new(SqliteStore::open(directory, SqliteOptions::default()).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { during(Client(Service::open(options, store).await.unwrap())).await })
}

/// A member that is a string.
fn text(response: &Value, name: &str) -> String {
    response[name].as_str().unwrap().to_owned()
}

fn pass(result: &str) -> Value {
    json!({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": result, "End": true}}})
}

/// A definition whose only state is a task of this activity.
fn activity_task(activity: &str) -> Value {
    json!({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": activity, "End": true}}})
}
