//! The commands about executions, in a directory or at a server.

use super::App;
use super::run::tokio_runtime;
use super::sources::sources;
use workflow_cli::{Backend, Command, Options, Place, Stop, Streams};

pub(super) fn run(app: &App, command: Command, program: &str, streams: &mut Streams) -> Result<(), Stop> {
    let tokio = tokio_runtime()?;
    let done = tokio.block_on(async {
        let backend = backend(app, command.place(), streams)?;
        let directory = command.place().directory();
        let works = format!("{program} work --data {}", directory.display());
        command.run(&*backend, Options { works: &works, sources: &sources(app) }, streams).await
    });
    tokio.shutdown_background();
    done
}

fn backend(app: &App, place: &Place, streams: &Streams) -> Result<Box<dyn Backend>, Stop> {
    match &place.endpoint {
        Some(endpoint) => at_server(endpoint),
        None => in_directory(app, place, streams),
    }
}

#[cfg(feature = "durable")]
fn in_directory(app: &App, place: &Place, streams: &Streams) -> Result<Box<dyn Backend>, Stop> {
    let workflows = std::sync::Arc::new(super::standard::Workflows::of(app)?);
    Ok(Box::new(workflow_cli::Directory::new(streams.path(&place.directory()), workflows)))
}

#[cfg(not(feature = "durable"))]
fn in_directory(_app: &App, _place: &Place, _streams: &Streams) -> Result<Box<dyn Backend>, Stop> {
    Err(Stop::usage("a directory of executions needs the cargo feature `durable` of workflow-runtime"))
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
