//! One function per operation of the API: JSON in, JSON out.

mod activities;
mod aliases;
mod arn;
mod callbacks;
mod definition;
mod details;
mod error;
mod executables;
mod executions;
mod fields;
mod history;
mod housekeeping;
mod json_text;
mod logging;
mod map_runs;
mod name;
mod operations;
mod own;
mod page;
mod redrive;
mod request;
mod start;
mod state_machines;
mod tags;
mod test_state;
mod validation;
mod versions;

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;
use workflow_engine::durable::{
    Logging, LoggingConfiguration, MemoryStore, StandardEngine, StandardOptions, Store, StoreError,
};
use workflow_engine::{Engine, EngineOptions};

pub use error::ApiError;
use request::Operation;

use crate::registry::Registry;
use crate::target::TargetOptions;
pub use executables::NativeExecutables;
use executables::StoredDefinitions;
use logging::MachineLogging;
pub use operations::ServiceOpener;
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
    /// How many Standard executions may be in memory at a time: see [`StandardOptions::max_concurrency`].
    pub max_concurrency: usize,
    /// How long Standard executions are kept after they have ended: see [`StandardOptions::retention`].
    pub retention: Duration,
    /// What is logged of Standard executions; without it what the `loggingConfiguration` of their state machines says.
    pub logging: Option<LoggingConfiguration>,
    /// What runs executions that are not interpreted: the native workflows of this program.
    pub executables: NativeExecutables,
}

impl Default for ServiceOptions {
    fn default() -> Self {
        Self {
            engine: EngineOptions::default(),
            targets: TargetOptions::default(),
            account_id: Arc::from("123456789012"),
            max_concurrency: StandardOptions::MAX_CONCURRENCY,
            retention: StandardOptions::RETENTION,
            logging: None,
            executables: NativeExecutables::default(),
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
    /// Runs Express executions, and is what Standard ones are run with.
    engine: Engine,
    standard: StandardEngine,
    registry: Arc<Registry>,
    region: Arc<str>,
    account_id: Arc<str>,
}

impl Service {
    /// A service without any state machine, which keeps everything in memory.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub fn new(options: ServiceOptions) -> Self {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let (own, service) = watch::channel(None);
        let registry = Arc::new(Registry::new(Arc::clone(&store)));
        let (parts, options) = Parts::of(options, store, &registry, service);
        parts.assemble(StandardEngine::unused(options), registry, &own)
    }

    /// A service of what a store keeps: every Standard execution goes on, and all that was created is there.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or keeps something that this version does not understand.
    pub async fn open(options: ServiceOptions, store: Arc<dyn Store>) -> Result<Self, StoreError> {
        let (own, service) = watch::channel(None);
        let registry = Arc::new(Registry::open(Arc::clone(&store)).await?);
        let (parts, options) = Parts::of(options, store, &registry, service);
        for activity_arn in registry.activity_arns() {
            parts.engine.activities().create(&activity_arn);
        }
        let standard = StandardEngine::open(options).await?;
        Ok(parts.assemble(standard, registry, &own))
    }

    /// The engine that runs Express executions, and that Standard ones are run with.
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// The engine that runs Standard executions.
    pub fn standard(&self) -> &StandardEngine {
        &self.0.standard
    }

    /// Calls an operation by its name in the API reference, such as `StartExecution`. Dates are seconds since 1970.
    ///
    /// # Errors
    ///
    /// Those of the API reference, and `UnknownOperationException`.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub async fn call(&self, operation: &str, request: Value) -> Result<Value, ApiError> {
        let Some(operation) = Operation::parse(operation) else {
            return Err(ApiError::new("UnknownOperationException", ""));
        };
        request::check(operation, &request)?;
        if !operation.changes_what_is_kept() {
            return self.dispatch(operation, request).await;
        }
        // What is written is to be known in memory, too, even if whoever asked for it goes meanwhile.
        let service = self.clone();
        let done = tokio::spawn(async move { service.dispatch(operation, request).await });
        done.await.unwrap_or_else(|error| Err(ApiError::internal(error.to_string())))
    }

    async fn dispatch(&self, operation: Operation, request: Value) -> Result<Value, ApiError> {
        let service = &*self.0;
        match operation {
            Operation::CreateActivity => activities::create(service, request::read(request)?).await,
            Operation::CreateStateMachine => state_machines::create(service, request::read(request)?).await,
            Operation::CreateStateMachineAlias => aliases::create(service, request::read(request)?).await,
            Operation::DeleteActivity => activities::delete(service, request::read(request)?).await,
            Operation::DeleteStateMachine => state_machines::delete(service, request::read(request)?).await,
            Operation::DeleteStateMachineAlias => aliases::delete(service, request::read(request)?).await,
            Operation::DeleteStateMachineVersion => versions::delete(service, request::read(request)?).await,
            Operation::DescribeActivity => activities::describe(service, request::read(request)?),
            Operation::DescribeExecution => executions::describe(service, request::read(request)?).await,
            Operation::DescribeMapRun => map_runs::describe(service, request::read(request)?),
            Operation::DescribeStateMachine => state_machines::describe(service, request::read(request)?),
            Operation::DescribeStateMachineAlias => aliases::describe(service, request::read(request)?),
            Operation::DescribeStateMachineForExecution => {
                state_machines::describe_for_execution(service, request::read(request)?).await
            }
            Operation::GetActivityTask => activities::get_task(service, request::read(request)?).await,
            Operation::GetExecutionHistory => history::get(service, request::read(request)?).await,
            Operation::ListActivities => activities::list(service, request::read(request)?),
            Operation::ListExecutions => executions::list(service, request::read(request)?).await,
            Operation::ListMapRuns => map_runs::list(service, request::read(request)?).await,
            Operation::ListStateMachineAliases => aliases::list(service, request::read(request)?),
            Operation::ListStateMachineVersions => versions::list(service, request::read(request)?),
            Operation::ListStateMachines => state_machines::list(service, request::read(request)?),
            Operation::ListTagsForResource => tags::list(service, request::read(request)?),
            Operation::PublishStateMachineVersion => versions::publish(service, request::read(request)?).await,
            Operation::RedriveExecution => redrive::redrive(service, request::read(request)?).await,
            Operation::SendTaskFailure => callbacks::failure(service, request::read(request)?).await,
            Operation::SendTaskHeartbeat => callbacks::heartbeat(service, request::read(request)?).await,
            Operation::SendTaskSuccess => callbacks::success(service, request::read(request)?).await,
            Operation::StartExecution => start::start(service, request::read(request)?).await,
            Operation::StartSyncExecution => start::start_sync(service, request::read(request)?).await,
            Operation::StopExecution => executions::stop(service, request::read(request)?).await,
            Operation::TagResource => tags::tag(service, request::read(request)?).await,
            Operation::TestState => test_state::test(service, request::read(request)?).await,
            Operation::UntagResource => tags::untag(service, request::read(request)?).await,
            Operation::UpdateMapRun => map_runs::update(service, request::read(request)?).await,
            Operation::UpdateStateMachine => state_machines::update(service, request::read(request)?).await,
            Operation::UpdateStateMachineAlias => aliases::update(service, request::read(request)?).await,
            Operation::ValidateStateMachineDefinition => validation::validate(request::read(request)?),
        }
    }
}

/// What a service is made of besides what its store keeps.
struct Parts {
    engine: Engine,
    region: Arc<str>,
    account_id: Arc<str>,
}

impl Parts {
    /// The parts, and the options of the engine of Standard executions. Their tasks reach the service by `own`.
    fn of(
        options: ServiceOptions,
        store: Arc<dyn Store>,
        registry: &Arc<Registry>,
        own: watch::Receiver<Option<Weak<Shared>>>,
    ) -> (Self, StandardOptions) {
        let ServiceOptions { mut engine, targets, account_id, max_concurrency, retention, logging, executables } =
            options;
        let region = Arc::clone(&engine.region);
        let own = OwnExecutions { service: own, clock: engine.clock.clone() };
        engine.targets = targets.add_to(engine.targets, Arc::new(own));
        let engine = Engine::new(engine);
        let logging: Arc<dyn Logging> = match logging {
            Some(logging) => Arc::new(logging),
            None => Arc::new(MachineLogging(Arc::clone(registry))),
        };
        let executables = Arc::new(StoredDefinitions(executables));
        let standard =
            StandardOptions { engine: engine.clone(), store, executables, max_concurrency, retention, logging };
        (Self { engine, region, account_id }, standard)
    }

    fn assemble(
        self,
        standard: StandardEngine,
        registry: Arc<Registry>,
        own: &watch::Sender<Option<Weak<Shared>>>,
    ) -> Service {
        let Self { engine, region, account_id } = self;
        let shared = Arc::new(Shared { engine, standard, registry, region, account_id });
        own.send_replace(Some(Arc::downgrade(&shared)));
        Service(shared)
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
