//! The command line that every binary of workflows gets: `run`, `export`, `graph`, `list`, `cost`, `check` for
//! definitions in files, `serve`, `approve`, `reject` and `heartbeat` for callbacks, and for executions that are kept `start`, `work`,
//! `describe`, `history`, `stop` and `redrive`.
//!
//! ```no_run
//! # use workflow_runtime::prelude::*;
//! # #[task]
//! # async fn greet(name: &str) -> Result<String, Failure> { Ok(format!("Hello, {name}")) }
//! /// Greets somebody.
//! #[workflow]
//! async fn greeting(name: String) -> Result<String, Failure> {
//!     greet(&name).await
//! }
//!
//! fn main() -> ExitCode {
//!     workflow_runtime::cli!(greeting)
//! }
//! ```
//!
//! A definition that [`include_asl!`](crate::include_asl) included is named beside workflows, and every command does with
//! it what it does with them. Its `run` is interpreted, the input is `{}` where none is given, and `export` writes the
//! text of the file.
//!
//! What tasks take as [`Dep<T>`](crate::Dep) is provided to an [`App`], of which `cli!` is the short form.
//!
//! # Executions that are kept
//!
//! With `--data DIR`, executions are recorded in a directory and survive the process: `run --data` runs one in the foreground
//! (after a crash, the same command with the same `--name` goes on with it), `work` whatever is due until it is interrupted.
//! `start`, `list --data`, `describe`, `history`, `stop`, `redrive`, `approve`, `reject` and `heartbeat` do what they say in a
//! directory, whether or not another process works on it, or with `--endpoint URL` at a server.
//!
//! ```text
//! $ greetings run greeting --input ada.json --data .workflow/data --name ada-1
//! $ greetings history ada-1 --data .workflow/data
//! ```
//!
//! Where neither is named, `WORKFLOW_DATA` names the directory, else it is `.workflow/data`; but `list` alone lists workflows,
//! `run` alone keeps nothing, and a token that `run` alone has shown says itself where it is answered.
//!
//! `--log-level` says which events of executions are logged to stderr, as the levels of Step Functions are, and `RUST_LOG` what
//! else: what tasks log through `tracing` is in a span of its execution and one of its state.
//!
//! It needs the cargo feature `durable`, which is on by default.
//!
//! # `serve`
//!
//! `serve` is the AWS Step Functions API with each workflow as a state machine, whose definition is interpreted and whose
//! tasks run in this process:
//!
//! ```text
//! $ greetings serve
//! serving the Step Functions API at http://127.0.0.1:8083
//!   arn:aws:states:us-east-1:123456789012:stateMachine:greeting
//!
//! $ aws stepfunctions start-execution --endpoint-url http://127.0.0.1:8083 \
//!     --state-machine-arn arn:aws:states:us-east-1:123456789012:stateMachine:greeting --input '"Ada"'
//! ```
//!
//! `--port` and `--host` say where it listens: on this machine only, unless told otherwise. A workflow that another
//! starts is a state machine, too. A task that waits for a callback is completed by `SendTaskSuccess`, or in the process
//! by its [`TaskToken`](crate::TaskToken). Functions that are not the program's tasks are looked for at
//! `--lambda-endpoint`. Everything is kept in memory and gone when the server ends, which an interrupt makes it do, unless
//! `--data` names a directory: then it goes on where it was, native executions that `run` has started there included.
//!
//! It needs the cargo feature `serve`, which is on by default; without default features nothing of the server is built.
//!
//! # Lambda
//!
//! Started by AWS Lambda, which is where `AWS_LAMBDA_RUNTIME_API` is set, the program reads no arguments. It is the function
//! of one of its tasks: of that which the function is called like (or what follows a `-` in its name), else of that which its
//! handler names, else of that which the variable `WORKFLOW_TASK` names. docs/lambda.md in the repository says what is different there.
//!
//! It needs the cargo feature `lambda`.
//!
//! # What goes where
//!
//! Output goes to stdout, everything else to stderr. Exit codes: 0 for success, 1 where an execution failed or something
//! was refused, 2 for bad usage or bad input, or what cannot be read or written (or a port that is not free), 130 after an
//! interrupt of a run or of `history --follow`.

mod args;
mod check;
mod control;
mod cost;
mod deploy;
mod entry;
mod executions;
mod export;
mod export_check;
mod file;
mod input;
mod lambda;
mod progress;
mod run;
#[cfg(feature = "durable")]
mod run_standard;
#[cfg(feature = "serve")]
mod serve;
mod sources;
#[cfg(feature = "durable")]
mod standard;
#[cfg(feature = "durable")]
mod work;

pub use workflow_cli::Streams;

pub(crate) use entry::Entry;

use crate::{Runnable, Runtime, SameName};
use args::{Cli, Command};
use serde_json::Value;
use std::ffi::OsString;
use std::fmt::{self, Display};
use std::process::ExitCode;
use workflow_cli::Stop;
use workflow_deploy::Deployment;

/// The `main` of a binary of workflows: `fn main() -> ExitCode { workflow_runtime::cli!(first, second) }`.
///
/// It is [`App`] with these workflows and the version of the crate that it stands in.
#[macro_export]
macro_rules! cli {
    ($($workflow:ty),+ $(,)?) => {
        $crate::App::new().version(env!("CARGO_PKG_VERSION"))$(.workflow::<$workflow>())+.main()
    };
}

/// Makes a dependency and gives it to the runtime, or says why it cannot.
type Provider = Box<dyn FnOnce(Runtime) -> Result<Runtime, String>>;

/// The command line of some workflows.
///
/// ```no_run
/// # use workflow_runtime::prelude::*;
/// # #[task]
/// # async fn greet(name: &str) -> Result<String, Failure> {
/// #     Ok(format!("hello, {name}"))
/// # }
/// # #[workflow]
/// # async fn greeting(name: String) -> Result<String, Failure> {
/// #     greet(&name).await
/// # }
/// use workflow_runtime::App;
///
/// fn main() -> ExitCode {
///     App::new()
///         .workflow::<greeting>()
///         .provide_with(|| std::fs::read("greetings.txt")) // what a task takes as `Dep<Vec<u8>>`
///         .default_input::<greeting>(|| "Ada".into())
///         .main()
/// }
/// ```
#[must_use = "nothing happens until `main`"]
pub struct App {
    version: &'static str,
    entries: Vec<Entry>,
    providers: Vec<Provider>,
}

impl App {
    /// An app without workflows.
    pub fn new() -> Self {
        let version = concat!("(workflow-runtime ", env!("CARGO_PKG_VERSION"), ")");
        App { version, entries: Vec::new(), providers: Vec::new() }
    }

    /// What `--version` says.
    pub fn version(mut self, version: &'static str) -> Self {
        self.version = version;
        self
    }

    /// Adds a workflow, whose name is the function's, or a definition that [`include_asl!`](crate::include_asl)
    /// included.
    pub fn workflow<R: Runnable>(mut self) -> Self {
        self.entry::<R>();
        self
    }

    /// The input that `run` takes where there is no `--input`: a sample to try the workflow with.
    pub fn default_input<R: Runnable>(mut self, input: impl FnOnce() -> Value + 'static) -> Self {
        if let Some(entry) = self.entry::<R>() {
            entry.default_input = Some(Box::new(input));
        }
        self
    }

    /// Provides what tasks take as [`Dep<T>`](crate::Dep).
    pub fn provide<T: Send + Sync + 'static>(mut self, dependency: T) -> Self {
        self.providers.push(Box::new(|runtime| Ok(runtime.provide(dependency))));
        self
    }

    /// Provides what tasks take as [`Dep<T>`](crate::Dep) and only `run` and `serve` need: it is made once the arguments and the
    /// input have been found good, on a thread that is in the tokio runtime.
    pub fn provide_with<T: Send + Sync + 'static, E: Display>(
        mut self,
        make: impl FnOnce() -> Result<T, E> + 'static,
    ) -> Self {
        let made = |error| format!("cannot make `{}`: {error}", std::any::type_name::<T>());
        self.providers.push(Box::new(move |runtime| Ok(runtime.provide(make().map_err(made)?))));
        self
    }

    /// The state machines and the Lambda functions of its workflows, for a test that writes a
    /// [template](workflow_deploy::template).
    ///
    /// # Errors
    ///
    /// Where two tasks or two workflows have one name.
    pub fn deployment(&self) -> Result<Deployment, SameName> {
        deploy::deployment(&self.entries)
    }

    /// Does what the process's arguments say; where AWS Lambda has started the process, it does a task for each
    /// invocation instead ([as above](self#lambda)).
    pub fn main(self) -> ExitCode {
        if lambda::is_function() {
            return lambda::serve(self, &Streams::process());
        }
        self.run_with(std::env::args_os(), Streams::process())
    }

    /// Does what `args` say (the first is the program's name), reading from and writing to `streams`; for tests of a
    /// command line.
    pub fn run_with<A: Into<OsString>>(self, args: impl IntoIterator<Item = A>, mut streams: Streams) -> ExitCode {
        let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
        let program = args.first().map_or("workflow".into(), |program| program.to_string_lossy().into_owned());
        let done = match args::parse(&self, &program, args) {
            Ok(cli) => self.command(cli, program, &mut streams),
            Err(error) => return streams.clap(&error),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(stop) => stop.tell(&streams),
        }
    }

    fn command(self, cli: Cli, program: String, streams: &mut Streams) -> Result<(), Stop> {
        match cli.command {
            #[cfg(feature = "durable")]
            Command::Run(args) if args.data.is_some() => run_standard::run(self, &program, args, streams),
            Command::Run(args) => run::run(self, program, args, streams),
            Command::Export(args) => export::export(self, &program, args, streams),
            Command::Cost(args) => cost::costs(&self.select_all(args.name.as_slice())?, &args, streams),
            Command::Graph(args) => export::graph(self.select(args.name.as_deref())?, streams),
            Command::List(args) if !args.is_of_executions() => export::list(&self.entries, args.of.json, streams),
            Command::List(args) => executions::run(&self, workflow_cli::Command::List(args.of), &program, streams),
            Command::Start(args) => executions::run(&self, workflow_cli::Command::Start(args), &program, streams),
            Command::Describe(args) => executions::run(&self, workflow_cli::Command::Describe(args), &program, streams),
            Command::History(args) => executions::run(&self, workflow_cli::Command::History(args), &program, streams),
            Command::Stop(args) => executions::run(&self, workflow_cli::Command::Stop(args), &program, streams),
            Command::Redrive(args) => executions::run(&self, workflow_cli::Command::Redrive(args), &program, streams),
            #[cfg(feature = "durable")]
            Command::Work(args) => work::work(self, args, streams),
            Command::Check(args) => check::check(&args, streams),
            #[cfg(feature = "serve")]
            Command::Serve(args) => serve::serve(self, &args, streams),
            Command::Approve(args) if control::is_of_run(&args.token, &args.place) => control::approve(args, streams),
            Command::Approve(args) => executions::run(&self, workflow_cli::Command::Approve(args), &program, streams),
            Command::Reject(args) if control::is_of_run(&args.token, &args.place) => control::reject(args, streams),
            Command::Reject(args) => executions::run(&self, workflow_cli::Command::Reject(args), &program, streams),
            Command::Heartbeat(args) if control::is_of_run(&args.token, &args.place) => {
                control::heartbeat(&args, streams)
            }
            Command::Heartbeat(args) => {
                executions::run(&self, workflow_cli::Command::Heartbeat(args), &program, streams)
            }
        }
    }

    /// The entry of a workflow, made if there is none yet.
    fn entry<R: Runnable>(&mut self) -> Option<&mut Entry> {
        let entry = (R::any().entry)();
        let known = self.entries.iter().position(|known| known.id == entry.id);
        let position = known.unwrap_or(self.entries.len());
        if known.is_none() {
            self.entries.push(entry);
        }
        self.entries.get_mut(position)
    }

    /// The workflows as their definitions, with everything that those call.
    #[cfg(any(feature = "serve", feature = "lambda"))]
    fn exported(&self) -> Result<crate::Exported, Stop> {
        self.entries.iter().try_fold(crate::Exported::new(), |mut exported, entry| {
            exported.add(entry.workflow).map_err(Stop::usage)?;
            Ok(exported)
        })
    }

    fn names(&self) -> Vec<&'static str> {
        self.entries.iter().map(|entry| entry.info.name).collect()
    }

    /// The workflows of these names, or all.
    fn select_all(self, names: &[String]) -> Result<Vec<Entry>, Stop> {
        if self.entries.is_empty() {
            return Err(Stop::usage("this program has no workflows"));
        }
        let is_wanted = |entry: &Entry| names.is_empty() || names.iter().any(|name| name == entry.info.name);
        let entries: Vec<Entry> = self.entries.into_iter().filter(is_wanted).collect();
        let mut known: Vec<&str> = Vec::new();
        for name in entries.iter().map(|entry| entry.info.name) {
            if known.contains(&name) {
                return Err(Stop::usage(format!("two workflows are called `{name}`")));
            }
            known.push(name);
        }
        Ok(entries)
    }

    /// The workflow of this name, or the only one there is.
    fn select(self, name: Option<&str>) -> Result<Entry, Stop> {
        let names = self.names().join(", ");
        let mut entries = self.entries.into_iter().filter(|entry| name.is_none_or(|name| entry.info.name == name));
        match (entries.next(), entries.next()) {
            (Some(entry), None) => Ok(entry),
            (Some(_), Some(_)) if name.is_none() => Err(Stop::usage(format!("which workflow? name one of: {names}"))),
            (Some(entry), Some(_)) => Err(Stop::usage(format!("two workflows are called `{}`", entry.info.name))),
            (None, _) => Err(Stop::usage("this program has no workflows")),
        }
    }
}

impl Default for App {
    fn default() -> Self {
        App::new()
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("workflows", &self.names()).finish_non_exhaustive()
    }
}
