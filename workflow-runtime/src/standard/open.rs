//! Opening a store of Standard executions.

use super::Standard;
use super::native::{Native, Place, Said};
use crate::exported::{Exported, SameName};
use crate::outside::Sign;
use crate::{ExecutionType, Runtime, Workflow};
use std::fmt;
#[cfg(feature = "durable")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use workflow_engine::durable::{
    Logging, LoggingConfiguration, SendError, StandardEngine, StandardOptions, Store, StoreError,
};
use workflow_engine::{Engine, Targets};

/// What Standard executions are run with: a runtime, a store that keeps them, and the workflows.
///
/// [`Runtime::standard`] makes it.
#[must_use = "nothing runs before `open`"]
pub struct StandardBuilder {
    runtime: Runtime,
    store: Kept,
    exported: Result<Exported, SameName>,
    place: Place,
    max_concurrency: usize,
    retention: Duration,
    logging: Arc<dyn Logging>,
}

/// Where executions are kept.
enum Kept {
    Store(Arc<dyn Store>),
    #[cfg(feature = "durable")]
    Directory(PathBuf),
}

impl Kept {
    async fn open(self) -> Result<Arc<dyn Store>, OpenError> {
        match self {
            Kept::Store(store) => Ok(store),
            #[cfg(feature = "durable")]
            Kept::Directory(directory) => {
                let opened = crate::__private::blocking(move || {
                    workflow_store::SqliteStore::open(&directory, workflow_store::SqliteOptions::default())
                });
                Ok(Arc::new(opened.await.map_err(OpenError::Directory)?))
            }
        }
    }
}

impl Runtime {
    /// Runs Standard executions with what this runtime provides: durable ones, which a store keeps.
    ///
    /// ```
    /// # use workflow_runtime::prelude::*;
    /// # #[task]
    /// # async fn greet(name: &str) -> Result<String, Failure> {
    /// #     Ok(format!("hello, {name}"))
    /// # }
    /// # #[workflow]
    /// # async fn greeting(name: String) -> Result<String, Failure> {
    /// #     greet(&name).await
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use workflow_runtime::Runtime;
    /// use workflow_runtime::engine::durable::MemoryStore;
    ///
    /// let standard = Runtime::new().standard(MemoryStore::default()).with::<greeting>().open().await?;
    /// let execution = standard.start(greeting("Ada".into())).name("ada-1").await?;
    /// assert_eq!(execution.ended().await?.result, Ok("hello, Ada".to_owned()));
    /// # Ok(())
    /// # }
    /// ```
    pub fn standard(self, store: impl Store) -> StandardBuilder {
        self.standard_shared(Arc::new(store))
    }

    /// As [`standard`](Self::standard), of a store that others have too.
    pub fn standard_shared(self, store: Arc<dyn Store>) -> StandardBuilder {
        self.kept(Kept::Store(store))
    }

    /// Runs Standard executions that are kept in a directory, which is created if it is not there. Only one process works
    /// on it at a time.
    ///
    /// ```
    /// # use workflow_runtime::prelude::*;
    /// # #[task]
    /// # async fn greet(name: &str) -> Result<String, Failure> {
    /// #     Ok(format!("hello, {name}"))
    /// # }
    /// # #[workflow]
    /// # async fn greeting(name: String) -> Result<String, Failure> {
    /// #     greet(&name).await
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let temporary = tempfile::tempdir()?;
    /// # let directory = temporary.path();
    /// use workflow_runtime::Runtime;
    ///
    /// let standard = Runtime::new().standard_in(directory).with::<greeting>().open().await?;
    /// let execution = standard.start(greeting("Ada".into())).name("ada-1").await?;
    /// assert_eq!(execution.ended().await?.result, Ok("hello, Ada".to_owned()));
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "durable")]
    pub fn standard_in(self, directory: impl Into<PathBuf>) -> StandardBuilder {
        self.kept(Kept::Directory(directory.into()))
    }

    fn kept(self, store: Kept) -> StandardBuilder {
        StandardBuilder {
            runtime: self,
            store,
            exported: Ok(Exported::new()),
            place: Place { region: Arc::from("us-east-1"), account_id: Arc::from("123456789012") },
            max_concurrency: StandardOptions::MAX_CONCURRENCY,
            retention: StandardOptions::RETENTION,
            logging: Arc::new(LoggingConfiguration::default()),
        }
    }
}

impl StandardBuilder {
    /// Adds a workflow, and those that it starts executions of. What the store has of others is left as it is.
    pub fn with<W: Workflow>(mut self) -> Self {
        self.exported = self.exported.and_then(Exported::with::<W>);
        self
    }

    /// Adds workflows and included definitions.
    #[cfg(feature = "durable")]
    pub(crate) fn with_exported(mut self, exported: Exported) -> Self {
        self.exported = Ok(exported);
        self
    }

    /// What is logged of executions, through `tracing`; unless said otherwise what failed, without data.
    pub fn logging(mut self, logging: impl Logging) -> Self {
        self.logging = Arc::new(logging);
        self
    }

    /// The region and the account of all ARNs; without them `us-east-1` and `123456789012`, as `serve` has it. A store keeps
    /// executions by their ARNs.
    pub fn place(mut self, region: impl Into<Arc<str>>, account_id: impl Into<Arc<str>>) -> Self {
        self.place = Place { region: region.into(), account_id: account_id.into() };
        self
    }

    /// How many executions may be in memory at a time; further ones wait in the store.
    pub fn max_concurrency(mut self, executions: usize) -> Self {
        self.max_concurrency = executions;
        self
    }

    /// How long executions are kept after they have ended: 90 days unless said otherwise, as AWS keeps them. What ended longer
    /// ago is forgotten when the store is opened, and every hour.
    pub fn retention(mut self, retention: Duration) -> Self {
        self.retention = retention;
        self
    }

    /// Opens the store on the current tokio runtime: every execution that has not ended goes on.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, two workflows or tasks have one name, or one is an Express workflow.
    pub async fn open(self) -> Result<Standard, OpenError> {
        let exported = self.exported.map_err(OpenError::SameName)?;
        if let Some(name) = exported.first_of(ExecutionType::Express) {
            return Err(OpenError::Express(name));
        }
        let store = self.store.open().await?;
        let (native, said) = Native::new(&exported, &self.runtime, &self.place);
        let mut options = self.runtime.engine_options();
        options.region = Arc::clone(&self.place.region);
        // Definitions that are interpreted have these tasks too.
        options.targets = Targets::new().with(exported.tasks(&self.runtime));
        let executables = Arc::clone(&native);
        let options = StandardOptions {
            max_concurrency: self.max_concurrency,
            retention: self.retention,
            logging: self.logging,
            ..StandardOptions::new(Engine::new(options), store, executables)
        };
        let engine = StandardEngine::open(options).await.map_err(OpenError::Store)?;
        let passing_on = tokio::spawn(pass_on(engine.clone(), said)).abort_handle();
        let keeping_house = {
            let engine = engine.clone();
            tokio::spawn(async move { engine.keep_pruning().await }).abort_handle()
        };
        Ok(Standard::new(engine, native, self.place, [passing_on, keeping_house]))
    }
}

/// What runs native executions in an engine that is made elsewhere, and what is to be told of that engine.
#[cfg(all(feature = "serve", feature = "durable"))]
pub(crate) fn executables(
    exported: &Exported,
    runtime: &Runtime,
    region: Arc<str>,
    account_id: Arc<str>,
) -> (Arc<dyn workflow_engine::durable::Executables>, impl FnOnce(StandardEngine)) {
    let (native, said) = Native::new(exported, runtime, &Place { region, account_id });
    (native, |engine| drop(tokio::spawn(pass_on(engine, said))))
}

/// Passes on what tasks of this process say of their tokens.
async fn pass_on(engine: StandardEngine, mut said: mpsc::UnboundedReceiver<Said>) {
    while let Some((token, sign)) = said.recv().await {
        tokio::spawn(pass_on_one(engine.clone(), token, sign));
    }
}

/// Whoever said it has gone on: that nobody waits any more is no news to them, and what cannot be recorded now is said again.
async fn pass_on_one(engine: StandardEngine, token: Arc<str>, sign: Sign) {
    const PAUSE: Duration = Duration::from_secs(1);
    loop {
        let passed_on = match sign.clone() {
            Sign::Alive => engine.send_task_heartbeat(&token).await,
            Sign::Success(output) => engine.send_task_success(&token, output).await,
            Sign::Failure(failure) => engine.send_task_failure(&token, failure).await,
        };
        match passed_on {
            Err(SendError::Store(error)) if error.is_transient() && !engine.is_shut_down() => {
                engine.engine().clock().sleep(PAUSE).await;
            }
            Err(SendError::Store(error)) => return tracing::error!(%error, "a task's token is not completed"),
            _ => return,
        }
    }
}

impl fmt::Debug for StandardBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandardBuilder").field("runtime", &self.runtime).finish_non_exhaustive()
    }
}

/// Why a store of Standard executions cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenError {
    /// The store cannot be read.
    Store(StoreError),
    /// The directory cannot be opened.
    #[cfg(feature = "durable")]
    Directory(workflow_store::OpenError),
    /// Two workflows or tasks have one name.
    SameName(SameName),
    /// The workflow is `#[workflow(type = "EXPRESS")]`, whose executions are not kept: [`Runtime::run`] runs them.
    Express(&'static str),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            #[cfg(feature = "durable")]
            Self::Directory(error) => error.fmt(f),
            Self::SameName(error) => error.fmt(f),
            Self::Express(name) => write!(f, "the executions of `{name}` are Express executions, which no store keeps"),
        }
    }
}

impl std::error::Error for OpenError {}
