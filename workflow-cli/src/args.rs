//! What can be said about executions on the command line.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use workflow_engine::durable::Status;

/// Where executions are.
#[derive(Args, Clone, Debug, Default)]
pub struct Place {
    /// The directory that has the executions [default: that of WORKFLOW_DATA, else .workflow/data]
    #[arg(long, value_name = "DIR", conflicts_with = "endpoint")]
    pub data: Option<PathBuf>,
    /// The server that has the executions, such as http://127.0.0.1:8083
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
}

/// The directory where none is named.
const DEFAULT_DATA: &str = ".workflow/data";
/// The variable that names a directory.
const DATA: &str = "WORKFLOW_DATA";

impl Place {
    /// Whether a place was named on the command line.
    pub fn is_named(&self) -> bool {
        self.data.is_some() || self.endpoint.is_some()
    }

    /// The directory, wherever it was named.
    pub fn directory(&self) -> PathBuf {
        let variable = || std::env::var_os(DATA).filter(|name| !name.is_empty()).map(PathBuf::from);
        self.data.clone().or_else(variable).unwrap_or_else(|| DEFAULT_DATA.into())
    }
}

/// `start`.
#[derive(Args, Debug)]
pub struct StartArgs {
    /// The name of the workflow or state machine, or its ARN
    #[arg(value_name = "WORKFLOW")]
    pub workflow: String,
    /// The input document, `-` for stdin [default: {}]
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
    /// The execution's name [default: a UUID]; starting it again while it runs with the same input changes nothing
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
    /// Where it is started
    #[command(flatten)]
    pub place: Place,
}

/// `list`.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// Only executions with this status
    #[arg(long, value_name = "STATUS", ignore_case = true)]
    pub status: Option<StatusArg>,
    /// Only executions of this workflow or state machine, by its name or ARN
    #[arg(long, value_name = "WORKFLOW")]
    pub workflow: Option<String>,
    /// How many executions at most, the newest first
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
    /// Where the executions are
    #[command(flatten)]
    pub place: Place,
}

/// A status of executions.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StatusArg {
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

impl From<StatusArg> for Status {
    fn from(status: StatusArg) -> Self {
        match status {
            StatusArg::Running => Self::Running,
            StatusArg::Succeeded => Self::Succeeded,
            StatusArg::Failed => Self::Failed,
            StatusArg::TimedOut => Self::TimedOut,
            StatusArg::Aborted => Self::Aborted,
        }
    }
}

/// `describe`.
#[derive(Args, Debug)]
pub struct DescribeArgs {
    /// The execution's ARN, or its name where only one execution has it
    pub execution: String,
    /// Write JSON, as DescribeExecution gives it
    #[arg(long)]
    pub json: bool,
    /// Where the execution is
    #[command(flatten)]
    pub place: Place,
}

/// `history`.
#[derive(Args, Debug)]
pub struct HistoryArgs {
    /// The execution's ARN, or its name where only one execution has it
    pub execution: String,
    /// Write events as they happen, until the execution has ended
    #[arg(long)]
    pub follow: bool,
    /// Write each event as a line of JSON, as GetExecutionHistory gives it
    #[arg(long)]
    pub json: bool,
    /// Write all that is recorded of the execution to a file instead, `-` for stdout: what a test replays against the code
    /// of the present. Only of an execution in a directory
    #[arg(long, value_name = "FILE", conflicts_with_all = ["follow", "json", "endpoint"])]
    pub export: Option<PathBuf>,
    /// Where the execution is
    #[command(flatten)]
    pub place: Place,
}

/// `stop`.
#[derive(Args, Debug)]
pub struct StopArgs {
    /// The execution's ARN, or its name where only one execution has it
    pub execution: String,
    /// The name of the error that it ends with
    #[arg(long, value_name = "NAME")]
    pub error: Option<String>,
    /// Its cause
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub cause: Option<String>,
    /// Where the execution is
    #[command(flatten)]
    pub place: Place,
}

/// `redrive`.
#[derive(Args, Debug)]
pub struct RedriveArgs {
    /// The execution's ARN, or its name where only one execution has it
    pub execution: String,
    /// Where the execution is
    #[command(flatten)]
    pub place: Place,
}

/// `approve`.
#[derive(Args, Debug)]
pub struct ApproveArgs {
    /// The task token
    pub token: String,
    /// The task's output
    #[arg(long, value_name = "JSON", default_value = "null", allow_hyphen_values = true)]
    pub output: String,
    /// Where the execution is whose task it is
    #[command(flatten)]
    pub place: Place,
}

/// `reject`.
#[derive(Args, Debug)]
pub struct RejectArgs {
    /// The task token
    pub token: String,
    /// The name of the error that the task fails with
    #[arg(long, value_name = "NAME", default_value = "Rejected")]
    pub error: String,
    /// Its cause; for a variant with fields, their JSON
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub cause: Option<String>,
    /// Where the execution is whose task it is
    #[command(flatten)]
    pub place: Place,
}

/// `heartbeat`.
#[derive(Args, Debug)]
pub struct HeartbeatArgs {
    /// The task token
    pub token: String,
    /// Where the execution is whose task it is
    #[command(flatten)]
    pub place: Place,
}
