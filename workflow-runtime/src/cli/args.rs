//! What can be said on the command line.

use super::App;
use clap::builder::{NonEmptyStringValueParser, PossibleValue, PossibleValuesParser};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use workflow_asl::ExecutionType;
#[cfg(any(feature = "durable", feature = "serve"))]
use workflow_cli::LogArgs;
use workflow_cli::{
    ApproveArgs, DescribeArgs, HeartbeatArgs, HistoryArgs, RedriveArgs, RejectArgs, StartArgs, StopArgs,
};
use workflow_deploy::template::Architecture;

/// Runs workflows in this process and exports them as Amazon States Language.
///
/// Exit codes: 0 for success, 1 where an execution failed or something was refused, 2 for bad usage, bad input and what
/// cannot be read or written, 130 after an interrupt of a run.
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run a workflow; its output is JSON on stdout, its progress goes to stderr
    Run(RunArgs),
    /// Write a workflow's definition in Amazon States Language, a diagram of it, or what deploys workflows to AWS
    Export(ExportArgs),
    /// Draw a workflow as a Mermaid diagram
    Graph(GraphArgs),
    /// Tell what executions cost as Standard and as Express ones: transitions, events and prices of each path
    Cost(CostArgs),
    /// List the workflows; with --data, --endpoint or --executions the executions there, the newest first
    List(ListAllArgs),
    /// Start an execution in a directory or at a server; it is durable when this returns, and its ARN goes to stdout
    ///
    /// It goes on where a process works on the directory: `work`, `serve --data` or `run --data`.
    Start(StartArgs),
    /// Tell how an execution stands
    ///
    /// The exit code is 1 where there is no such execution.
    Describe(DescribeArgs),
    /// Tell what has happened in an execution, an event a line
    ///
    /// With --follow the exit code is 1 where the execution ended otherwise than with success.
    History(HistoryArgs),
    /// Stop an execution
    Stop(StopArgs),
    /// Let an execution that failed, was stopped or is suspended go on from there
    Redrive(RedriveArgs),
    /// Work on the executions in a directory until an interrupt, and do what other processes ask for
    ///
    /// One process works on a directory at a time; `run --data` and `serve --data` do, too. What is in flight at an
    /// interrupt begins anew when the directory is worked on again.
    #[cfg(feature = "durable")]
    Work(WorkArgs),
    /// Say what is wrong with definitions in Amazon States Language
    Check(CheckArgs),
    /// Serve the workflows as the AWS Step Functions API does, for any SDK and the AWS CLI
    ///
    /// Each workflow is a state machine of its name, and its tasks run in this process. More state machines can be
    /// created; all is kept in memory, or with --data in a directory. Tasks of other kinds go to the services that the environment names:
    /// LAMBDA_ENDPOINT, SQS_ENDPOINT, SNS_ENDPOINT, DYNAMODB_ENDPOINT, STEP_FUNCTIONS_ENDPOINT, AWS_ENDPOINT_URL,
    /// AWS_ENDPOINT_URL_<SERVICE>. ARNs name the account 123456789012 and the region of AWS_REGION, else us-east-1.
    /// Signatures are not checked.
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// Complete a task that waits for a callback, of a run in another process, in a directory or at a server
    Approve(ApproveArgs),
    /// Fail a task that waits for a callback, of a run in another process, in a directory or at a server
    Reject(RejectArgs),
    /// Tell a task that waits for a callback that whoever has its token is alive
    Heartbeat(HeartbeatArgs),
}

#[derive(Args, Debug)]
pub(super) struct RunArgs {
    /// The workflow; may be left out where there is one
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
    /// The input document, `-` for stdin
    #[arg(long, value_name = "FILE")]
    pub(super) input: Option<PathBuf>,
    /// Where to write the definition [default: .workflow/NAME.asl.json]
    #[arg(long, value_name = "FILE")]
    pub(super) asl: Option<PathBuf>,
    #[cfg(feature = "durable")]
    /// Run it durably: everything that happens is recorded in this directory before anything follows from it
    ///
    /// Whatever else is due in the directory goes on, too. After an interrupt or a crash the same command with the same
    /// --name goes on with the execution.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    #[cfg(feature = "durable")]
    /// The name of a durable execution [default: a UUID]
    #[arg(long = "name", value_name = "EXECUTION", requires = "data")]
    pub(super) execution_name: Option<String>,
    #[cfg(feature = "durable")]
    #[command(flatten)]
    pub(super) log: LogArgs,
}

#[cfg(feature = "durable")]
#[derive(Args, Debug)]
pub(super) struct WorkArgs {
    /// The directory that has the executions [default: that of WORKFLOW_DATA, else .workflow/data]
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    #[command(flatten)]
    pub(super) log: LogArgs,
}

#[derive(Args, Debug)]
pub(super) struct ExportArgs {
    /// The workflows; may be left out where there is one, and for what deploys: then it is all of them
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,
    /// What to write
    #[arg(long, value_name = "FORMAT", default_value = "asl")]
    pub(super) format: Format,
    /// Export all workflows; of several, `asl`, `mermaid` and `dot` need a folder as `--out`
    #[arg(long, conflicts_with = "names")]
    pub(super) all: bool,
    /// Write to a file, whole or not at all, instead of stdout
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Write nothing, but compare with a file, or with the file NAME.asl.json of each workflow in a folder
    ///
    /// The exit code is 1 where a file is stale, and the first state or line that differs is named. Without a path it is
    /// that of --out.
    #[arg(long, value_name = "PATH", num_args = 0..=1)]
    pub(super) check: Option<Option<PathBuf>>,
    /// Also write where each state stands in the source, as JSON: {"states": {NAME: {"file", "line"}}}
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(super) source_map: Option<PathBuf>,
    /// The archive with the program, seen from the folder of the template [default: where `cargo lambda build
    /// --output-format zip` leaves it, target/lambda/PROGRAM/bootstrap.zip]
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    pub(super) code: Option<String>,
    /// What the program was built for [default: arm64]
    #[arg(long, value_name = "ARCHITECTURE")]
    pub(super) architecture: Option<ArchitectureName>,
    /// Have one Lambda function do all tasks, with an alias for each, instead of one for each
    #[arg(long)]
    pub(super) shared_function: bool,
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A definition in Amazon States Language
    Asl,
    /// A template of the AWS Serverless Application Model
    Sam,
    /// A template of CloudFormation
    Cloudformation,
    /// A serverless.yml for the Serverless Framework with serverless-step-functions
    Serverless,
    /// What the role of each state machine needs, as policies by the machines' names
    Iam,
    /// A Mermaid diagram
    Mermaid,
    /// A graph for Graphviz
    Dot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ArchitectureName {
    #[value(name = "arm64")]
    Arm64,
    #[value(name = "x86_64")]
    X86_64,
}

impl ExportArgs {
    /// An option that is given and means nothing to the format, with what it is for.
    pub(super) fn unused(&self) -> Option<(&'static str, &'static str)> {
        use Format::{Cloudformation, Sam, Serverless};
        let templates = "sam, cloudformation and serverless";
        let given = [
            (self.code.is_some(), "--code", [Sam, Serverless].as_slice(), "sam and serverless"),
            (self.architecture.is_some(), "--architecture", &[Sam, Cloudformation, Serverless], templates),
            (self.shared_function, "--shared-function", &[Sam, Cloudformation, Serverless], templates),
        ];
        let unused = given.into_iter().find(|(is_given, _, formats, _)| *is_given && !formats.contains(&self.format));
        unused.map(|(_, option, _, formats)| (option, formats))
    }
}

impl From<ArchitectureName> for Architecture {
    fn from(name: ArchitectureName) -> Self {
        match name {
            ArchitectureName::Arm64 => Architecture::Arm64,
            ArchitectureName::X86_64 => Architecture::X86_64,
        }
    }
}

#[derive(Args, Debug)]
pub(super) struct CostArgs {
    /// The workflow; without it, all of them
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Write the costs as JSON
    #[arg(long)]
    pub(super) json: bool,
    /// How long tasks and waits take, `-` for stdin: {"charge": 0.25}, by task or state in seconds, or a history
    ///
    /// A history is what `history --export` or `history --json` writes, or the AWS CLI's `get-execution-history`.
    #[arg(long, value_name = "FILE")]
    pub(super) durations: Option<PathBuf>,
    /// Executions a month
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) executions: u64,
    /// The memory that an Express execution is billed for
    #[arg(long, value_name = "MB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) memory: u64,
    /// Items of a Map whose definition does not list them
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) items: u64,
    /// How often a loop comes back to its start
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) loops: u64,
    /// How often a task that has a Retrier is retried
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) retries: u64,
}

#[derive(Args, Debug)]
pub(super) struct GraphArgs {
    /// The workflow; may be left out where there is one
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct ListAllArgs {
    /// List executions, those in the directory of WORKFLOW_DATA unless another place is named
    #[arg(long)]
    pub(super) executions: bool,
    #[command(flatten)]
    pub(super) of: workflow_cli::ListArgs,
}

#[cfg(feature = "serve")]
#[derive(Args, Debug)]
pub(super) struct ServeArgs {
    /// The port to listen at; 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 8083)]
    pub(super) port: u16,
    /// The address to listen at; whoever reaches it may do everything
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) host: std::net::IpAddr,
    /// Where Lambda functions are that are not tasks of this program, such as http://127.0.0.1:9001
    #[arg(long, value_name = "URL")]
    pub(super) lambda_endpoint: Option<String>,
    /// Keep everything in this directory, in which whatever is due goes on; without it everything is kept in memory
    #[cfg(feature = "durable")]
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    #[command(flatten)]
    pub(super) log: LogArgs,
}

#[derive(Args, Debug)]
pub(super) struct CheckArgs {
    /// The files, `-` for stdin
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// The type of the state machines
    #[arg(long = "type", value_name = "TYPE", default_value = "standard", ignore_case = true)]
    kind: MachineType,
    /// Write the findings as JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum MachineType {
    Standard,
    Express,
}

impl CheckArgs {
    pub(super) fn machine_type(&self) -> ExecutionType {
        match self.kind {
            MachineType::Standard => ExecutionType::Standard,
            MachineType::Express => ExecutionType::Express,
        }
    }
}

impl ListAllArgs {
    /// Whether executions are to be listed, and not the workflows.
    pub(super) fn is_of_executions(&self) -> bool {
        self.executions || self.of.place.is_named() || self.of.status.is_some() || self.of.workflow.is_some()
    }
}

/// Parses the arguments against the app's names, which clap then knows to list and to guess from.
pub(super) fn parse(app: &App, program: &str, args: Vec<OsString>) -> Result<Cli, clap::Error> {
    let display = Path::new(program).file_stem().map_or(program.into(), |stem| stem.to_string_lossy().into_owned());
    let mut command = Cli::command().display_name(display).version(app.version);
    for (subcommand, argument) in [("run", "name"), ("export", "names"), ("graph", "name"), ("cost", "name")] {
        let names = app.entries.iter().map(|entry| PossibleValue::new(entry.info.name).help(entry.summary()));
        let names = PossibleValuesParser::new(names.collect::<Vec<_>>());
        command =
            command.mut_subcommand(subcommand, |command| command.mut_arg(argument, |name| name.value_parser(names)));
    }
    Cli::from_arg_matches(&command.try_get_matches_from(args)?)
}
