//! `cost`: what executions cost, per workflow and path.

use super::args::CostArgs;
use super::deploy::deployment;
use super::entry::Entry;
use super::file;
use super::input::{parse, reason};
use serde_json::Value;
use std::path::Path;
use workflow_asl::lambda_functions;
use workflow_cli::{Stop, Streams};
use workflow_deploy::Machine;
use workflow_deploy::cost::{Assumptions, Durations, cost, history_events};
use workflow_engine::durable::RecordedExecution;

pub(super) fn costs(entries: &[Entry], args: &CostArgs, streams: &mut Streams) -> Result<(), Stop> {
    let machines = deployment(entries).map_err(Stop::usage)?.machines;
    // Those that they start are billed by themselves.
    let names: Vec<&str> = entries.iter().map(|entry| entry.info.name).collect();
    let machines: Vec<Machine> =
        machines.into_iter().filter(|machine| names.contains(&machine.name.as_str())).collect();
    let durations = match &args.durations {
        Some(file) => read(file, &machines, streams)?,
        None => Durations::default(),
    };
    let assumptions = Assumptions {
        executions: args.executions,
        memory_mb: args.memory,
        items: args.items,
        loops: args.loops,
        retries: args.retries,
        durations,
    };
    let of = |machine: &Machine| {
        let found = cost(machine, &assumptions);
        found.map_err(|error| Stop::refused(format!("{}: {error}", machine.name)))
    };
    let costs = machines.iter().map(of).collect::<Result<Vec<_>, _>>()?;
    let text = match args.json {
        true => format!("{:#}\n", costs.iter().map(|cost| cost.to_json()).collect::<Value>()),
        false => costs.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    };
    streams.write(&text)
}

/// Durations as they were declared or recorded.
fn read(path: &Path, machines: &[Machine], streams: &mut Streams) -> Result<Durations, Stop> {
    let origin = path.display().to_string();
    let text =
        file::read(path, streams).map_err(|error| Stop::usage(format!("cannot read {origin}: {}", reason(&error))))?;
    let recorded = match recorded(&text) {
        Some(events) => Some(events),
        None => history_events(&text),
    };
    let durations = match recorded {
        Some(events) => Durations::from_history(&events),
        None => Durations::from_json(&parse(&origin, &text)?),
    };
    let durations = durations.map_err(|error| Stop::usage(format!("{origin}: {error}")))?;
    known(&durations, &origin, machines)?;
    Ok(durations)
}

/// The events of what `history --export` writes.
fn recorded(text: &str) -> Option<Vec<Value>> {
    let recorded = RecordedExecution::from_json(text).ok()?;
    Some(recorded.events().map(|event| event.to_json(false)).collect())
}

/// A name that no workflow has is a mistake: its duration would silently count for nothing.
fn known(durations: &Durations, origin: &str, machines: &[Machine]) -> Result<(), Stop> {
    let is_known = |name: &str| {
        machines.iter().map(|machine| &machine.definition).any(|definition| {
            workflow_asl::state_names(definition).contains(&name)
                || lambda_functions(definition).iter().any(|function| function == name)
        })
    };
    match durations.names().find(|name| !is_known(name)) {
        Some(name) => Err(Stop::usage(format!("{origin}: no state and no task is called `{name}`"))),
        None => Ok(()),
    }
}
