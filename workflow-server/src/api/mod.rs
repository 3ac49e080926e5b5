//! One function per operation of the API: JSON in, JSON out.

mod activities;
mod aliases;
mod arn;
mod callbacks;
mod definition;
mod error;
mod executions;
mod fields;
mod history;
mod json_text;
mod map_runs;
mod name;
mod own;
mod page;
mod redrive;
mod request;
mod start;
mod state_machines;
mod tags;
mod test_state;
mod validation;
mod variable_references;
mod versions;

use std::sync::{Arc, Weak};

use jiff::Timestamp;
use serde_json::{Value, json};
use workflow_engine::{Engine, EngineOptions};

pub use error::ApiError;
use request::Operation;

use crate::registry::Registry;
use crate::target::TargetOptions;
use own::OwnExecutions;

/// What a [`Service`] is made with.
#[derive(Clone, Debug)]
pub struct ServiceOptions {
    /// What runs the executions, with the targets that are asked before those that go over HTTP. Its region is the one
    /// that ARNs name.
    pub engine: EngineOptions,
    /// What does the work of Task states over HTTP.
    pub targets: TargetOptions,
    /// The account that ARNs name: 12 digits.
    pub account_id: Arc<str>,
}

impl Default for ServiceOptions {
    fn default() -> Self {
        Self {
            engine: EngineOptions::default(),
            targets: TargetOptions::default(),
            account_id: Arc::from("123456789012"),
        }
    }
}

/// The Step Functions API, without the protocol. Cloning gives another handle to the same service.
///
/// ```
/// use serde_json::json;
/// use workflow_server::{Service, ServiceOptions};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), workflow_server::ApiError> {
/// let service = Service::new(ServiceOptions::default());
/// let created = service.call("CreateActivity", json!({"name": "Pack"})).await?;
/// assert_eq!(created["activityArn"], "arn:aws:states:us-east-1:123456789012:activity:Pack");
/// let error = service.call("DescribeActivity", json!({"activityArn": "Pack"})).await.unwrap_err();
/// assert_eq!(error.to_string(), "InvalidArn: Invalid Arn: 'Invalid ARN prefix: Pack'");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Service(Arc<Shared>);

/// What all operations use.
#[derive(Debug)]
struct Shared {
    engine: Engine,
    registry: Registry,
    region: Arc<str>,
    account_id: Arc<str>,
}

impl Service {
    /// A service without any state machine.
    pub fn new(options: ServiceOptions) -> Self {
        let ServiceOptions { mut engine, targets, account_id } = options;
        let region = Arc::clone(&engine.region);
        Self(Arc::new_cyclic(|shared| {
            let own = Arc::new(OwnExecutions(Weak::clone(shared)));
            engine.targets = targets.add_to(engine.targets, own);
            Shared { engine: Engine::new(engine), registry: Registry::default(), region, account_id }
        }))
    }

    /// The engine that runs the executions.
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// Calls an operation by its name in the API reference, such as `StartExecution`. Dates are seconds since 1970.
    ///
    /// # Errors
    ///
    /// Those of the API reference, and `UnknownOperationException`.
    ///
    /// # Panics
    ///
    /// An operation that starts an execution does outside of a tokio runtime.
    pub async fn call(&self, operation: &str, request: Value) -> Result<Value, ApiError> {
        let Some(operation) = Operation::parse(operation) else {
            return Err(ApiError::new("UnknownOperationException", ""));
        };
        request::check(operation, &request)?;
        self.dispatch(operation, request).await
    }

    async fn dispatch(&self, operation: Operation, request: Value) -> Result<Value, ApiError> {
        let service = &*self.0;
        match operation {
            Operation::CreateActivity => activities::create(service, request::read(request)?),
            Operation::CreateStateMachine => state_machines::create(service, request::read(request)?),
            Operation::CreateStateMachineAlias => aliases::create(service, request::read(request)?),
            Operation::DeleteActivity => activities::delete(service, request::read(request)?),
            Operation::DeleteStateMachine => state_machines::delete(service, request::read(request)?),
            Operation::DeleteStateMachineAlias => aliases::delete(service, request::read(request)?),
            Operation::DeleteStateMachineVersion => versions::delete(service, request::read(request)?),
            Operation::DescribeActivity => activities::describe(service, request::read(request)?),
            Operation::DescribeExecution => executions::describe(service, request::read(request)?),
            Operation::DescribeMapRun => map_runs::describe(service, request::read(request)?),
            Operation::DescribeStateMachine => state_machines::describe(service, request::read(request)?),
            Operation::DescribeStateMachineAlias => aliases::describe(service, request::read(request)?),
            Operation::DescribeStateMachineForExecution => {
                state_machines::describe_for_execution(service, request::read(request)?)
            }
            Operation::GetActivityTask => activities::get_task(service, request::read(request)?).await,
            Operation::GetExecutionHistory => history::get(service, request::read(request)?),
            Operation::ListActivities => activities::list(service, request::read(request)?),
            Operation::ListExecutions => executions::list(service, request::read(request)?),
            Operation::ListMapRuns => map_runs::list(service, request::read(request)?),
            Operation::ListStateMachineAliases => aliases::list(service, request::read(request)?),
            Operation::ListStateMachineVersions => versions::list(service, request::read(request)?),
            Operation::ListStateMachines => state_machines::list(service, request::read(request)?),
            Operation::ListTagsForResource => tags::list(service, request::read(request)?),
            Operation::PublishStateMachineVersion => versions::publish(service, request::read(request)?),
            Operation::RedriveExecution => redrive::redrive(service, request::read(request)?),
            Operation::SendTaskFailure => callbacks::failure(service, request::read(request)?),
            Operation::SendTaskHeartbeat => callbacks::heartbeat(service, request::read(request)?),
            Operation::SendTaskSuccess => callbacks::success(service, request::read(request)?),
            Operation::StartExecution => start::start(service, request::read(request)?),
            Operation::StartSyncExecution => start::start_sync(service, request::read(request)?).await,
            Operation::StopExecution => executions::stop(service, request::read(request)?).await,
            Operation::TagResource => tags::tag(service, request::read(request)?),
            Operation::TestState => test_state::test(service, request::read(request)?).await,
            Operation::UntagResource => tags::untag(service, request::read(request)?),
            Operation::UpdateMapRun => map_runs::update(service, request::read(request)?),
            Operation::UpdateStateMachine => state_machines::update(service, request::read(request)?),
            Operation::UpdateStateMachineAlias => aliases::update(service, request::read(request)?),
            Operation::ValidateStateMachineDefinition => validation::validate(request::read(request)?),
        }
    }
}

impl Shared {
    fn now(&self) -> Timestamp {
        self.engine.clock().now()
    }

    /// `arn:aws:states:region:account:resource`.
    fn arn(&self, resource: &str) -> String {
        format!("arn:aws:states:{}:{}:{resource}", self.region, self.account_id)
    }
}

/// A date as the protocol writes it: seconds since 1970, to the millisecond.
fn date(moment: Timestamp) -> Value {
    json!(moment.as_millisecond() as f64 / 1000.0)
}

/// The response of an operation that has nothing to say.
fn nothing() -> Value {
    json!({})
}

/// `includedData`: whether the caller wants inputs, outputs and definitions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum IncludedData {
    #[default]
    AllData,
    MetadataOnly,
}
