//! The Step Functions API as a program of its own.

mod check;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use workflow_cli::{Api, Backend, Directory, Options, Sources, Streams};
use workflow_server::{Endpoint, ServeCommand, ServiceOpener, stop_signal};

/// The AWS Step Functions API on this machine: point any SDK, or the AWS CLI, at its address.
///
/// Tasks go to the services that the environment names, as AWS's local tool does: LAMBDA_ENDPOINT, SQS_ENDPOINT,
/// SNS_ENDPOINT, DYNAMODB_ENDPOINT, STEP_FUNCTIONS_ENDPOINT, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>. Signatures of
/// requests are not checked.
///
/// The commands about executions work on a directory (--data), whether or not a server works on it, or ask a server
/// (--endpoint). Exit codes: 0 for success, 1 where something was refused or an execution failed, 2 for bad usage and what
/// cannot be read or written.
#[derive(Debug, Parser)]
#[command(name = "workflow-server", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeCommand,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    #[command(flatten)]
    Executions(workflow_cli::Command),
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { command, serve } = Arguments::parse();
    let result = match command {
        Some(Command::Check(check)) => check.run(),
        Some(Command::Executions(command)) => Ok(executions(&command, &serve).await),
        None => serve_until_stopped(&serve).await,
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

async fn serve_until_stopped(serve: &ServeCommand) -> io::Result<ExitCode> {
    let streams = Streams::process();
    workflow_cli::log_to(&streams, &serve.log);
    let service = serve.service(serve.options(variable)).await?;
    serve.run(service, stop_signal(), &mut io::stdout()).await?;
    Ok(ExitCode::SUCCESS)
}

async fn executions(command: &workflow_cli::Command, serve: &ServeCommand) -> ExitCode {
    let mut streams = Streams::process();
    let place = command.place();
    let backend: Box<dyn Backend> = match &place.endpoint {
        Some(address) => Box::new(Api(Endpoint::new(address, variable))),
        None => {
            let opener = ServiceOpener(serve.options(variable));
            Box::new(Directory::new(streams.path(&place.directory()), Arc::new(opener)))
        }
    };
    // What a server runs was posted to it: it has no source here.
    let sources: Arc<dyn Sources> = Arc::new(());
    let options = Options { works: "workflow-server --data DIR", sources: &sources };
    command.run(&*backend, options, &mut streams).await.map_or_else(|stop| stop.tell(&streams), |()| ExitCode::SUCCESS)
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
