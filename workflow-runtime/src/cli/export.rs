//! `export`, `graph` and `list`: what can be said of a workflow without running it.

use super::args::{ExportArgs, Format};
use super::entry::Entry;
use super::input::reason;
use super::{App, deploy, file};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use workflow_asl::{StateKind, States};
use workflow_cli::{Stop, Streams};
use workflow_deploy::template;

/// Nothing is written before all of it has been found good.
pub(super) fn export(app: App, program: &str, args: ExportArgs, streams: &mut Streams) -> Result<(), Stop> {
    let deployed = |write: deploy::Writer, app: App, args: ExportArgs, streams: &mut Streams| {
        let out = args.out.clone();
        let text = deploy::export(&app.select_all(&args.names)?, write, program, args, streams)?;
        put(out, &text, "export", streams)
    };
    let one = match args.format {
        Format::Asl => definition,
        Format::Mermaid => |entry: &Entry, _: &Streams| Ok(diagram(entry)),
        Format::Dot => |entry: &Entry, _: &Streams| Ok(workflow_asl::dot(&entry.definition())),
        Format::Sam => return deployed(template::sam, app, args, streams),
        Format::Cloudformation => return deployed(template::cloudformation, app, args, streams),
        Format::Serverless => return deployed(template::serverless, app, args, streams),
        Format::Iam => return deployed(deploy::policies, app, args, streams),
    };
    let entries = match args.names.as_slice() {
        [] if !args.all => vec![app.select(None)?],
        names => app.select_all(names)?,
    };
    let texts = entries.iter().map(|entry| Ok((entry.info.name, one(entry, streams)?)));
    let texts = texts.collect::<Result<Vec<(&str, String)>, Stop>>()?;
    match (texts.as_slice(), args.out) {
        ([(_, text)], out) => put(out, text, args.format.product(), streams),
        (_, None) => Err(Stop::usage("several workflows are several files: name a folder with --out")),
        (texts, Some(folder)) => texts.iter().try_for_each(|(name, text)| {
            let file = folder.join(format!("{name}.{}", args.format.extension()));
            put(Some(file), text, args.format.product(), streams)
        }),
    }
}

impl Format {
    /// What a file of it is called in messages.
    fn product(self) -> &'static str {
        if self == Format::Asl { "definition" } else { "export" }
    }

    /// What the name of a workflow's file ends with.
    fn extension(self) -> &'static str {
        match self {
            Format::Asl => "asl.json",
            Format::Mermaid => "mmd",
            Format::Dot => "dot",
            Format::Iam => "json",
            Format::Sam | Format::Cloudformation | Format::Serverless => "yaml",
        }
    }
}

fn definition(entry: &Entry, streams: &Streams) -> Result<String, Stop> {
    let definition = entry.validated()?;
    for warning in (entry.lints)() {
        streams.messages.line(&format!("warning: {}: {warning}", entry.info.name));
    }
    Ok(definition)
}

/// Writes to a file, or to stdout.
fn put(out: Option<PathBuf>, text: &str, what: &str, streams: &mut Streams) -> Result<(), Stop> {
    match out.filter(|out| out.as_os_str() != "-") {
        None => streams.write(text),
        Some(out) => {
            write(&out, text, streams)?;
            streams.messages.line(&format!("{what}: {}", out.display()));
            Ok(())
        }
    }
}

/// Writes a definition where the user said, which is bad usage where it cannot be written.
pub(super) fn write(out: &Path, definition: &str, streams: &Streams) -> Result<(), Stop> {
    file::write(&streams.path(out), definition)
        .map_err(|error| Stop::usage(format!("cannot write {}: {}", out.display(), reason(&error))))
}

pub(super) fn graph(entry: Entry, streams: &mut Streams) -> Result<(), Stop> {
    streams.write(&diagram(&entry))
}

fn diagram(entry: &Entry) -> String {
    let diagram = workflow_asl::mermaid(&entry.definition());
    format!("{}\n", diagram.trim_end())
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
