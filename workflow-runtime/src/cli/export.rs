//! `export`, `graph` and `list`: what can be said of a workflow without running it.

use super::args::ExportArgs;
use super::entry::Entry;
use super::file;
use super::input::reason;
use serde_json::{Map, Value, json};
use std::path::Path;
use workflow_asl::{StateKind, States};
use workflow_cli::{Stop, Streams};

pub(super) fn export(entry: Entry, args: ExportArgs, streams: &mut Streams) -> Result<(), Stop> {
    let definition = entry.validated()?;
    for warning in (entry.lints)() {
        streams.messages.line(&format!("warning: {}: {}", entry.info.name, entry.located(&warning)));
    }
    if let Some(file) = args.source_map {
        write(&file, &format!("{:#}\n", source_map(&entry)), streams)?;
        streams.messages.line(&format!("source map: {}", file.display()));
    }
    match args.out.filter(|out| out.as_os_str() != "-") {
        None => streams.write(&definition),
        Some(out) => {
            write(&out, &definition, streams)?;
            streams.messages.line(&format!("definition: {}", out.display()));
            Ok(())
        }
    }
}

/// Where the states stand in the source. A definition has no field for it: AWS refuses fields that it does not know.
fn source_map(entry: &Entry) -> Value {
    let states = entry.info.source_map.states();
    let states = states.map(|(name, place)| (name.to_owned(), json!({"file": place.file, "line": place.line})));
    json!({"workflow": entry.info.name, "states": states.collect::<Map<String, Value>>()})
}

/// Writes a definition where the user said, which is bad usage where it cannot be written.
pub(super) fn write(out: &Path, definition: &str, streams: &Streams) -> Result<(), Stop> {
    file::write(&streams.path(out), definition)
        .map_err(|error| Stop::usage(format!("cannot write {}: {}", out.display(), reason(&error))))
}

pub(super) fn graph(entry: Entry, streams: &mut Streams) -> Result<(), Stop> {
    let diagram = workflow_asl::mermaid(&entry.definition());
    streams.write(&format!("{}\n", diagram.trim_end()))
}

pub(super) fn list(entries: &[Entry], as_json: bool, streams: &mut Streams) -> Result<(), Stop> {
    match as_json {
        true => streams.write(&format!("{:#}\n", entries.iter().map(listed).collect::<Value>())),
        false => {
            let width = entries.iter().map(|entry| entry.info.name.len()).max().unwrap_or(0);
            streams.write(&entries.iter().map(|entry| line(entry, width)).collect::<String>())
        }
    }
}

fn listed(entry: &Entry) -> Value {
    json!({ "name": entry.info.name, "comment": entry.summary(), "states": states(entry) })
}

fn line(entry: &Entry, width: usize) -> String {
    let (name, count) = (entry.info.name, states(entry));
    let states = if count == 1 { "state" } else { "states" };
    let line = format!("{name:width$}  {count:>3} {states:6}  {}", entry.summary());
    format!("{}\n", line.trim_end())
}

fn states(entry: &Entry) -> usize {
    count(&entry.definition().states)
}

/// The number of states, those of branches and item processors included.
fn count(states: &States) -> usize {
    let within = states.values().map(|state| match &state.kind {
        StateKind::Parallel(parallel) => parallel.branches.iter().map(|branch| count(&branch.states)).sum(),
        StateKind::Map(map) => count(&map.item_processor.states),
        _ => 0,
    });
    states.len() + within.sum::<usize>()
}
