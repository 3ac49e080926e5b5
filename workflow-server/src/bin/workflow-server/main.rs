//! The Step Functions API as a program of its own.

mod check;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use workflow_server::{ServeCommand, stop_signal};

/// The AWS Step Functions API on this machine: point any SDK, or the AWS CLI, at its address.
///
/// Tasks go to the services that the environment names, as AWS's local tool does: LAMBDA_ENDPOINT, SQS_ENDPOINT,
/// SNS_ENDPOINT, DYNAMODB_ENDPOINT, STEP_FUNCTIONS_ENDPOINT, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>. Signatures of
/// requests are not checked.
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
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { command, serve } = Arguments::parse();
    let result = match command {
        Some(Command::Check(check)) => check.run(),
        None => serve_until_stopped(&serve).await,
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

async fn serve_until_stopped(serve: &ServeCommand) -> io::Result<ExitCode> {
    let service = serve.service(serve.options(|name| std::env::var(name).ok())).await?;
    serve.run(service, stop_signal(), &mut io::stdout()).await?;
    Ok(ExitCode::SUCCESS)
}
