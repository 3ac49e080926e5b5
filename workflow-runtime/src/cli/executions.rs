//! The commands about executions, in a directory or at a server.

use super::App;
use super::run::tokio_runtime;
use super::standard::Workflows;
use std::sync::Arc;
use workflow_cli::{Backend, Command, Directory, Options, Place, Stop, Streams};

pub(super) fn run(app: &App, command: Command, program: &str, streams: &mut Streams) -> Result<(), Stop> {
    let tokio = tokio_runtime()?;
    let done = tokio.block_on(async {
        let backend = backend(app, command.place(), streams)?;
        command.run(&*backend, Options { program }, streams).await
    });
    tokio.shutdown_background();
    done
}

fn backend(app: &App, place: &Place, streams: &Streams) -> Result<Box<dyn Backend>, Stop> {
    match &place.endpoint {
        Some(endpoint) => at_server(endpoint),
        None => Ok(Box::new(Directory::new(streams.path(&place.directory()), Arc::new(Workflows::of(app)?)))),
    }
}

#[cfg(feature = "serve")]
fn at_server(endpoint: &str) -> Result<Box<dyn Backend>, Stop> {
    let endpoint = workflow_server::Endpoint::new(endpoint, |name| std::env::var(name).ok());
    Ok(Box::new(workflow_cli::Api(endpoint)))
}

#[cfg(not(feature = "serve"))]
fn at_server(_endpoint: &str) -> Result<Box<dyn Backend>, Stop> {
    Err(Stop::usage("--endpoint needs the cargo feature `serve` of workflow-runtime"))
}
