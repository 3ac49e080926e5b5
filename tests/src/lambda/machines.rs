//! Stands in for Step Functions: the server, whose Task states invoke the functions.

use super::{Lambda, Program};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use workflow_engine::EngineOptions;
use workflow_engine::clock::Clock;
use workflow_runtime::{Exported, Failure, Runnable};
use workflow_server::target::{Endpoints, TargetOptions};
use workflow_server::{Service, ServiceOptions};

type Broken = Box<dyn std::error::Error + Send + Sync>;

const ROLE: &str = "arn:aws:iam::123456789012:role/role";

/// State machines, and the functions that they call.
pub struct Machines {
    /// The functions.
    pub lambda: Lambda,
    service: Service,
    clock: Clock,
}

impl Machines {
    /// With the functions of a program, which say at the server what becomes of tokens. A clock that skips time needs tokio's
    /// current-thread runtime.
    ///
    /// # Errors
    ///
    /// If there is no port to listen on.
    pub async fn of_program(program: &Path, clock: Clock) -> Result<Self, Broken> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let variables = vec![("AWS_ENDPOINT_URL_SFN".to_owned(), address)];
        let lambda = Lambda::start(Program { path: program.to_owned(), variables }).await?;
        let endpoints = Endpoints::default().with("lambda", &lambda.endpoint());
        let service = Service::new(ServiceOptions {
            engine: EngineOptions { clock: clock.clone(), ..EngineOptions::default() },
            targets: TargetOptions { endpoints, ..TargetOptions::default() },
            ..ServiceOptions::default()
        });
        tokio::spawn(workflow_server::serve(listener, service.clone(), std::future::pending()));
        Ok(Machines { lambda, service, clock })
    }

    /// Runs an execution of a workflow's exported definition, and gives its output or its error, whose cause is the error's own.
    ///
    /// # Errors
    ///
    /// If there can be no such execution.
    pub async fn run<R: Runnable>(&self, input: &Value) -> Result<Result<Value, Failure>, Broken> {
        match &self.clock {
            Clock::Real => self.execute::<R>(input).await,
            Clock::Skipping(clock) => Arc::clone(clock).drive(self.execute::<R>(input)).await,
        }
    }

    async fn execute<R: Runnable>(&self, input: &Value) -> Result<Result<Value, Failure>, Broken> {
        let mut first = None;
        for exported in Exported::new().with::<R>()?.definitions("us-east-1", "123456789012") {
            let request = json!({
                "name": exported.name,
                "definition": exported.to_json(),
                "type": exported.execution_type.as_str(),
                "roleArn": ROLE,
            });
            self.service.call("CreateStateMachine", request).await?;
            first.get_or_insert(exported.state_machine_arn);
        }
        let request = json!({"stateMachineArn": first, "input": input.to_string()});
        let execution = self.service.call("StartExecution", request).await?;
        let arn = json!({"executionArn": execution.get("executionArn")});
        let mut pause = Duration::from_millis(10);
        loop {
            let described = self.service.call("DescribeExecution", arn.clone()).await?;
            let text = |field: &str| described.get(field).and_then(Value::as_str).unwrap_or_default();
            match text("status") {
                "RUNNING" => {
                    self.clock.sleep(pause).await;
                    // Time that is skipped is looked at so often only as its length needs.
                    if matches!(self.clock, Clock::Skipping(_)) {
                        pause = pause.mul_f64(1.5);
                    }
                }
                "SUCCEEDED" => return Ok(Ok(serde_json::from_str(text("output"))?)),
                _ => return Ok(Err(Failure::new(text("error"), own_cause(text("cause"))))),
            }
        }
    }

    /// Calls an operation of the Step Functions API.
    ///
    /// # Errors
    ///
    /// If it is refused.
    pub async fn call(&self, operation: &str, request: Value) -> Result<Value, Broken> {
        Ok(self.service.call(operation, request).await?)
    }
}

/// The cause that an error has itself, where a Lambda function's response is around it.
pub fn own_cause(cause: &str) -> String {
    let response = serde_json::from_str::<Value>(cause).unwrap_or_default();
    match (response.get("errorType"), response.get("errorMessage").and_then(Value::as_str)) {
        (Some(_), Some(message)) => message.to_owned(),
        _ => cause.to_owned(),
    }
}
