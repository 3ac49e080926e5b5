//! The commands about executions.

use std::sync::Arc;

use clap::Subcommand;

use crate::args::{
    ApproveArgs, DescribeArgs, HeartbeatArgs, HistoryArgs, ListArgs, Place, RedriveArgs, RejectArgs, StartArgs,
    StopArgs,
};
use crate::backend::{Backend, CallError};
use crate::{Sources, Stop, Streams, change, describe, history, list, start};

/// A command about executions, for a command line that has no others of these names.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start an execution, which is durable when this returns; its ARN goes to stdout
    Start(StartArgs),
    /// List executions, the newest first
    List(ListArgs),
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
    /// Complete a task that waits for a callback
    Approve(ApproveArgs),
    /// Fail a task that waits for a callback
    Reject(RejectArgs),
    /// Tell a task that waits for a callback that whoever has its token is alive
    Heartbeat(HeartbeatArgs),
}

/// What the commands of a command line have in common.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// What works on a directory, as it is said on the command line.
    pub works: &'a str,
    /// Where states stand in the source, which is said of those that failed.
    pub sources: &'a Arc<dyn Sources>,
}

impl Command {
    /// Where the executions are.
    pub fn place(&self) -> &Place {
        match self {
            Self::Start(args) => &args.place,
            Self::List(args) => &args.place,
            Self::Describe(args) => &args.place,
            Self::History(args) => &args.place,
            Self::Stop(args) => &args.place,
            Self::Redrive(args) => &args.place,
            Self::Approve(args) => &args.place,
            Self::Reject(args) => &args.place,
            Self::Heartbeat(args) => &args.place,
        }
    }

    /// Does what it says.
    ///
    /// # Errors
    ///
    /// What was refused, or could not be asked.
    pub async fn run(&self, backend: &dyn Backend, options: Options<'_>, streams: &mut Streams) -> Result<(), Stop> {
        match self {
            Self::Start(args) => start::start(args, backend, options, streams).await,
            Self::List(args) => list::list(args, backend, streams).await,
            Self::Describe(args) => describe::describe(args, backend, options, streams).await,
            Self::History(args) => history::history(args, backend, options, streams).await,
            Self::Stop(args) => change::stop(args, backend, streams).await,
            Self::Redrive(args) => change::redrive(args, backend, streams).await,
            Self::Approve(args) => change::approve(args, backend, streams).await,
            Self::Reject(args) => change::reject(args, backend, streams).await,
            Self::Heartbeat(args) => change::heartbeat(args, backend, streams).await,
        }
    }
}

/// The ARN of an execution that is named by it, or by its name.
pub(crate) async fn execution_arn(backend: &dyn Backend, execution: &str) -> Result<String, Stop> {
    if execution.starts_with("arn:") {
        return Ok(execution.to_owned());
    }
    let mut named = backend.named(execution).await?;
    match named.len() {
        0 => Err(CallError::no_execution(execution).into()),
        1 => Ok(named.remove(0)),
        _ => Err(Stop::refused(format!("several executions are called `{execution}`: {}", named.join(", ")))),
    }
}

/// The ARN of a state machine that is named by it, or by its name.
pub(crate) async fn state_machine_arn(backend: &dyn Backend, name: &str) -> Result<String, Stop> {
    if name.starts_with("arn:") {
        return Ok(name.to_owned());
    }
    Ok(backend.state_machine(name).await?)
}
