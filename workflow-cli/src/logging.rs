//! What is logged, and where logs go.

use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;
use workflow_engine::durable::{LogLevel, LoggingConfiguration};

use crate::Streams;

/// What is logged of executions that this process works on.
#[derive(Args, Clone, Debug, Default)]
pub struct LogArgs {
    /// Which events of executions are logged to stderr, as the levels of Step Functions are [default: error, or what a
    /// server's state machines say]
    ///
    /// RUST_LOG says what else is: `info` shows what tasks log through `tracing`.
    #[arg(long, value_name = "LEVEL", ignore_case = true)]
    pub log_level: Option<LevelArg>,
    /// Log inputs, outputs, errors and causes with the events
    #[arg(long)]
    pub log_data: bool,
    /// Write the log as JSON, a line each
    #[arg(long)]
    pub log_json: bool,
}

/// A level of the log of executions.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LevelArg {
    /// Every event of the history
    All,
    /// What failed
    Error,
    /// Executions that ended otherwise than with success
    Fatal,
    /// None
    Off,
}

impl LogArgs {
    /// What is logged of an execution.
    pub fn configuration(&self) -> LoggingConfiguration {
        self.chosen().unwrap_or(LoggingConfiguration { include_execution_data: self.log_data, ..Default::default() })
    }

    /// What is logged of an execution, if a level was chosen.
    pub fn chosen(&self) -> Option<LoggingConfiguration> {
        let level = match self.log_level? {
            LevelArg::All => LogLevel::All,
            LevelArg::Error => LogLevel::Error,
            LevelArg::Fatal => LogLevel::Fatal,
            LevelArg::Off => LogLevel::Off,
        };
        Some(LoggingConfiguration { level, include_execution_data: self.log_data })
    }
}

/// Makes this process log to its stderr, unless it logs somewhere already. Streams that are not the process's change nothing.
///
/// `RUST_LOG` says what is logged besides errors and the events of histories, which the level of executions chooses.
pub fn log_to(streams: &Streams, args: &LogArgs) {
    if !streams.is_process {
        return;
    }
    let filter = std::env::var("RUST_LOG").ok().filter(|filter| !filter.is_empty());
    let filter = filter
        .unwrap_or_else(|| "error,workflow_engine::history=info,workflow_engine::durable::logging=info".to_owned());
    let Ok(filter) = EnvFilter::try_new(filter) else { return };
    let (messages, colours) = (streams.messages.clone(), streams.colours);
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(move || messages.clone());
    // A program that has chosen where to log to keeps it.
    let _ = match args.log_json {
        true => tracing::subscriber::set_global_default(subscriber.json().finish()),
        false => tracing::subscriber::set_global_default(subscriber.finish()),
    };
}
