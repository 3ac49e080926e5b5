//! `export`, `graph` and `list`: what can be said of a workflow without running it.

use super::args::{ExportArgs, Format};
use super::entry::Entry;
use super::input::reason;
use super::{App, deploy, export_check, file};
use crate::SourceMap;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use workflow_asl::{StateKind, States};
use workflow_cli::{Stop, Streams};
use workflow_deploy::template;

/// What is exported: a text, and what it is of.
pub(super) struct Product {
    pub(super) format: Format,
    /// The workflow; none where it is of several.
    pub(super) workflow: Option<(&'static str, SourceMap)>,
    pub(super) text: String,
}

/// Nothing is written before all of it has been found good.
pub(super) fn export(app: App, program: &str, mut args: ExportArgs, streams: &mut Streams) -> Result<(), Stop> {
    let (out, check, map) = (args.out.take(), args.check.take(), args.source_map.take());
    if let Some((option, formats)) = args.unused() {
        return Err(Stop::usage(format!("{option} is for the formats {formats}")));
    }
    let check = check.map(|check| export_check::path(check, out.clone())).transpose()?;
    // What is checked may be a folder, which has files of all.
    args.all |= check.is_some() && args.names.is_empty();
    let all = args.all;
    let file = check.as_deref().or(out.as_deref()).filter(|file| file.as_os_str() != "-");
    let products = products(app, program, args, file, streams)?;
    if let Some(check) = check {
        return export_check::check(&products, &check, streams);
    }
    let map = map.map(|file| source_map(&products).map(|map| (file, map))).transpose()?;
    if products.len() > 1 && out.as_ref().is_none_or(|out| out.as_os_str() == "-") {
        return Err(Stop::usage("several workflows are several files: name a folder with --out"));
    }
    let is_of_workflows = products.iter().all(|product| product.workflow.is_some());
    // Files of all are in a folder, also where one is all there is.
    let is_folder = |out: &PathBuf| all || products.len() > 1 || streams.path(out).is_dir();
    let folder = out.as_ref().filter(|out| is_of_workflows && out.as_os_str() != "-" && is_folder(out));
    if let Some(folder) = folder {
        make(folder, streams)?;
    }
    products.iter().try_for_each(|product| {
        let file = folder.map(|folder| product.within(folder)).or_else(|| out.clone());
        put(file, product, streams)
    })?;
    if let Some((file, map)) = map {
        write(&file, &format!("{map:#}\n"), streams)?;
        streams.messages.line(&format!("source map: {}", file.display()));
    }
    Ok(())
}

/// `file` is where a template is, or will be.
fn products(
    app: App,
    program: &str,
    args: ExportArgs,
    file: Option<&Path>,
    streams: &Streams,
) -> Result<Vec<Product>, Stop> {
    let format = args.format;
    let deployed = |write: deploy::Writer, app: App, args: ExportArgs| {
        let text = deploy::export(&app.select_all(&args.names)?, write, program, args, file, streams)?;
        Ok(vec![Product { format, workflow: None, text }])
    };
    let one = match format {
        Format::Asl => definition,
        Format::Mermaid => |entry: &Entry, _: &Streams| Ok(diagram(entry)),
        Format::Dot => |entry: &Entry, _: &Streams| Ok(workflow_asl::dot(&entry.definition())),
        Format::Sam => return deployed(template::sam, app, args),
        Format::Cloudformation => return deployed(template::cloudformation, app, args),
        Format::Serverless => return deployed(template::serverless, app, args),
        Format::Iam => return deployed(deploy::policies, app, args),
    };
    let entries = match args.names.as_slice() {
        [] if !args.all => vec![app.select(None)?],
        names => app.select_all(names)?,
    };
    let product = |entry: &Entry| {
        let workflow = Some((entry.info.name, entry.info.source_map));
        Ok(Product { format, workflow, text: one(entry, streams)? })
    };
    entries.iter().map(product).collect()
}

impl Product {
    /// What a file of it is called in messages.
    fn kind(&self) -> &'static str {
        if self.format == Format::Asl { "definition" } else { "export" }
    }

    /// Its file in a folder; that of several workflows is the folder itself, which is no file.
    pub(super) fn within(&self, folder: &Path) -> PathBuf {
        match self.workflow {
            Some((name, _)) => folder.join(format!("{name}.{}", self.format.extension())),
            None => folder.to_owned(),
        }
    }
}

impl Format {
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
        streams.messages.line(&format!("warning: {}: {}", entry.info.name, entry.located(&warning)));
    }
    Ok(definition)
}

/// Writes to a file, or to stdout.
fn put(out: Option<PathBuf>, product: &Product, streams: &mut Streams) -> Result<(), Stop> {
    match out.filter(|out| out.as_os_str() != "-") {
        None => streams.write(&product.text),
        Some(out) => {
            write(&out, &product.text, streams)?;
            streams.messages.line(&format!("{}: {}", product.kind(), out.display()));
            Ok(())
        }
    }
}

/// Where the states stand in the source. A definition has no field for it: AWS refuses fields that it does not know.
fn source_map(products: &[Product]) -> Result<Value, Stop> {
    let [Product { workflow: Some((name, source_map)), .. }] = products else {
        return Err(Stop::usage("--source-map is of one workflow: name it, with a format that is of one"));
    };
    let states = source_map.states();
    let states = states.map(|(name, place)| (name.to_owned(), json!({"file": place.file, "line": place.line})));
    Ok(json!({"workflow": name, "states": states.collect::<Map<String, Value>>()}))
}

/// Makes a folder, unless it is there.
fn make(folder: &Path, streams: &Streams) -> Result<(), Stop> {
    std::fs::create_dir_all(streams.path(folder))
        .map_err(|error| Stop::usage(format!("cannot make the folder {}: {}", folder.display(), reason(&error))))
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
