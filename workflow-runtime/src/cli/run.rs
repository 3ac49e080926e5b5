//! `run`: one execution in this process.

use super::args::RunArgs;
use super::control::Control;
use super::entry::Prepared;
use super::progress::Progress;
use super::{App, Provider, export, file, input};
use crate::{Failure, Runtime, SourceMap};
use serde_json::Value;
use std::path::{Path, PathBuf};
use workflow_cli::{Interrupt, Stop, Streams, one_line};

pub(super) fn run(mut app: App, program: String, args: RunArgs, streams: &mut Streams) -> Result<(), Stop> {
    let tokio = tokio_runtime()?;
    let providers = std::mem::take(&mut app.providers);
    let entry = app.select(args.name.as_deref())?;
    let (name, definition, source_map) = (entry.info.name, entry.validated(), entry.info.source_map);
    let prepared = input::prepare(entry, args.input.as_deref(), streams)?;
    let definition = written(name, definition, args.asl, streams)?;
    let ended = {
        // What makes dependencies may itself want to wait for something in the runtime.
        let _entered = tokio.enter();
        provided(providers)
            .and_then(|runtime| tokio.block_on(executed(runtime, prepared, program, source_map, streams)))
    };
    // A blocking task that is still running after an interrupt is not waited for.
    tokio.shutdown_background();
    if let Some(path) = &definition {
        streams.messages.line(&format!("definition: {}", path.display()));
    }
    streams.write(&format!("{}\n", ended?))
}

/// The runtime of the whole command.
pub(super) fn tokio_runtime() -> Result<tokio::runtime::Runtime, Stop> {
    if tokio::runtime::Handle::try_current().is_ok() {
        return Err(Stop::refused("`App::main` makes its own tokio runtime: call it from a `main` that is not async"));
    }
    let tokio = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    tokio.map_err(|error| Stop::refused(format!("cannot start threads: {error}")))
}

/// Writes the definition. Where nobody asked for it, that it cannot be written is no reason not to run.
pub(super) fn written(
    name: &str,
    definition: Result<String, Stop>,
    asl: Option<PathBuf>,
    streams: &Streams,
) -> Result<Option<PathBuf>, Stop> {
    if let Some(path) = asl {
        export::write(&path, &definition?, streams)?;
        return Ok(Some(path));
    }
    let Ok(definition) = definition else {
        streams.messages.line("warning: the definition is not valid and was not written; `export` says why");
        return Ok(None);
    };
    let path = Path::new(".workflow").join(format!("{name}.asl.json"));
    match write_below(&streams.path(&path), &definition) {
        Ok(()) => Ok(Some(path)),
        Err(error) => {
            let reason = input::reason(&error);
            streams.messages.line(&format!("warning: cannot write {}: {reason}", path.display()));
            Ok(None)
        }
    }
}

fn write_below(path: &Path, definition: &str) -> std::io::Result<()> {
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory)?;
    }
    file::write(path, definition)
}

pub(super) fn provided(providers: Vec<Provider>) -> Result<Runtime, Stop> {
    providers.into_iter().try_fold(Runtime::new(), |runtime, provide| provide(runtime)).map_err(Stop::refused)
}

/// Runs to the end or to an interrupt.
async fn executed(
    runtime: Runtime,
    run: Prepared,
    program: String,
    source_map: SourceMap,
    streams: &mut Streams,
) -> Result<String, Stop> {
    let control = Control::new(runtime.callbacks());
    let progress = Progress::new(program, streams);
    let runtime = runtime.callback_address(control.address()).observe(progress.clone());
    // Signals are listened to from when that is first asked for: before anything is told that one could follow on.
    if futures_util::poll!(&mut streams.interrupt).is_ready() {
        progress.close();
        return Err(Stop::interrupted());
    }
    // On a thread of its own, so that code that does not yield cannot keep an interrupt from being seen.
    let mut execution = tokio::spawn(run(runtime));
    let interrupt: &mut Interrupt = &mut streams.interrupt;
    let ended = tokio::select! {
        biased;
        ended = &mut execution => ended,
        () = interrupt => {
            execution.abort();
            progress.close();
            return Err(Stop::interrupted());
        }
        never = progress.animate() => match never {},
    };
    progress.close();
    control.close().await;
    let result = ended.unwrap_or_else(|error| Err(Failure::new(Failure::RUNTIME, error.to_string())));
    let place = |state| source_map.find(state).map(|place| format!(" at {place}"));
    let place = || progress.state().and_then(place).unwrap_or_default();
    result.map_err(|failure| Stop::refused(described(&failure) + &place()))
}

/// An error as people read it; a cause that is JSON is written compactly.
pub(super) fn described(failure: &Failure) -> String {
    if failure.cause.is_empty() {
        return one_line(&failure.error);
    }
    let json = serde_json::from_str::<Value>(&failure.cause).ok();
    let cause = json.map_or_else(|| failure.cause.clone(), |json| json.to_string());
    one_line(&format!("{}: {cause}", failure.error))
}
