//! The program's workflows in a directory of executions.

use super::App;
use super::entry::Prepared;
use crate::exported::Exported;
use crate::{ExecutionType, InputError, Runtime, Standard};
use futures_util::FutureExt;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use workflow_cli::{
    BackendFuture, CallError, LogArgs, Opener, Operations, Place, StandardOperations, Startable, StateMachines, Stop,
    Streams, Worker,
};
use workflow_engine::clock::{real_monotonic, real_sleep};
use workflow_engine::durable::{LoggingConfiguration, StandardOptions, Store};
use workflow_store::{OpenError, SqliteOptions, SqliteStore};

/// The account of all ARNs.
pub(super) const ACCOUNT_ID: &str = "123456789012";

/// The workflows that executions in a directory can be started of.
#[derive(Clone)]
pub(super) struct Workflows {
    exported: Exported,
    known: Vec<Known>,
    region: Arc<str>,
}

#[derive(Clone, Copy)]
struct Known {
    name: &'static str,
    prepare: fn(Value) -> Result<Prepared, InputError>,
}

/// A directory that this process has opened.
pub(super) struct Opened {
    pub(super) store: Arc<SqliteStore>,
    pub(super) standard: Standard,
    pub(super) operations: Arc<StandardOperations>,
}

impl Workflows {
    /// Those of an app. Express workflows are none of them.
    pub(super) fn of(app: &App) -> Result<Self, Stop> {
        let mut exported = Exported::new();
        let mut known = Vec::new();
        for entry in app.entries.iter().filter(|entry| entry.info.execution_type == ExecutionType::Standard) {
            exported.add(entry.workflow).map_err(Stop::usage)?;
            known.push(Known { name: entry.info.name, prepare: entry.prepare });
        }
        Ok(Workflows { exported, known, region: region() })
    }

    /// Opens a directory and works on what is in it.
    pub(super) async fn work(
        &self,
        directory: &Path,
        runtime: Runtime,
        logging: LoggingConfiguration,
    ) -> Result<Opened, Stop> {
        let store = store(directory).await?;
        Ok(self.open(store, runtime, StandardOptions::MAX_CONCURRENCY, logging).await?)
    }

    async fn open(
        &self,
        store: SqliteStore,
        runtime: Runtime,
        max_concurrency: usize,
        logging: LoggingConfiguration,
    ) -> Result<Opened, CallError> {
        let store = Arc::new(store);
        let builder =
            runtime.standard_shared(Arc::clone(&store) as Arc<dyn Store>).with_exported(self.exported.clone());
        let builder = builder.place(Arc::clone(&self.region), ACCOUNT_ID).max_concurrency(max_concurrency);
        let standard = builder.logging(logging).open().await.map_err(CallError::failed)?;
        let machines = Machines { workflows: self.clone(), standard: standard.clone() };
        let operations = StandardOperations::new(standard.engine().clone(), Arc::new(machines));
        Ok(Opened { store, standard, operations: Arc::new(operations) })
    }

    pub(super) fn arn(&self, workflow: &str) -> String {
        format!("arn:aws:states:{}:{ACCOUNT_ID}:stateMachine:{workflow}", self.region)
    }
}

/// How long a process may hold a directory only to record something.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

/// Opens a directory to work on it, once a process has left that only records something.
pub(super) async fn store(directory: &Path) -> Result<SqliteStore, Stop> {
    let began = real_monotonic();
    loop {
        match SqliteStore::open(directory, SqliteOptions::default()) {
            Ok(store) => return Ok(store),
            Err(OpenError::InUse { .. }) if real_monotonic().saturating_sub(began) < PATIENCE => {
                real_sleep(PAUSE).await
            }
            Err(error @ OpenError::InUse { .. }) => return Err(Stop::refused(error)),
            Err(error) => return Err(Stop::usage(error)),
        }
    }
}

/// As `serve` has it.
fn region() -> Arc<str> {
    let variable = |name| std::env::var(name).ok().filter(|region| !region.is_empty());
    variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION")).unwrap_or_else(|| "us-east-1".to_owned()).into()
}

/// The directory that a place names, with everything above it.
pub(super) fn directory(place: &Place, streams: &Streams) -> Result<PathBuf, Stop> {
    let directory = streams.path(&place.directory());
    std::fs::create_dir_all(&directory)
        .map_err(|error| Stop::usage(format!("{}: {}", directory.display(), workflow_cli::reason(&error))))?;
    Ok(directory)
}

/// Makes this process log as it was told to.
pub(super) fn log(args: &LogArgs, streams: &Streams) -> LoggingConfiguration {
    workflow_cli::log_to(streams, args);
    args.configuration()
}

impl Opener for Workflows {
    fn open<'a>(&'a self, directory: &'a Path) -> BackendFuture<'a, Option<Box<dyn Worker>>> {
        async move {
            std::fs::create_dir_all(directory).map_err(CallError::failed)?;
            let store = match SqliteStore::open(directory, SqliteOptions::default()) {
                Ok(store) => store,
                Err(OpenError::InUse { .. }) => return Ok(None),
                Err(error) => return Err(CallError::failed(error)),
            };
            // No task is begun, so none misses what it depends on.
            let opened = self.open(store, Runtime::new(), 0, LoggingConfiguration::default()).await?;
            Ok(Some(Box::new(opened) as Box<dyn Worker>))
        }
        .boxed()
    }

    fn state_machine(&self, name: &str) -> String {
        self.arn(name)
    }
}

impl Operations for Opened {
    fn call<'a>(&'a self, operation: &'a str, input: Value) -> BackendFuture<'a, Value> {
        self.operations.call(operation, input)
    }
}

impl Worker for Opened {
    fn shut_down(&self) -> BackendFuture<'_, ()> {
        async move {
            self.standard.shut_down().await;
            Ok(())
        }
        .boxed()
    }
}

/// The state machines of the workflows.
struct Machines {
    workflows: Workflows,
    standard: Standard,
}

impl StateMachines for Machines {
    fn find(&self, state_machine_arn: &str, input: &Value) -> Result<Startable, CallError> {
        let known = self.workflows.known.iter().find(|known| self.workflows.arn(known.name) == state_machine_arn);
        let found = known.and_then(|known| Some((known, self.standard.executable(known.name)?)));
        let (known, executable) = found.ok_or_else(|| {
            let names: Vec<_> = self.workflows.known.iter().map(|known| known.name).collect();
            let message = format!("'{state_machine_arn}' is none of the workflows {}", names.join(", "));
            CallError::refused("StateMachineDoesNotExist", message)
        })?;
        let prepared = (known.prepare)(input.clone()).map_err(|error| {
            let message = format!("Invalid State Machine Execution Input: '{}: {}'", error.path, error.message);
            CallError::refused("InvalidExecutionInput", message)
        })?;
        drop(prepared);
        Ok(Startable { executable, name: known.name.to_owned() })
    }
}
