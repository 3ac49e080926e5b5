//! What to look out for.

use super::price::LONGEST_EXPRESS;
use super::{Ending, Express, Path};
use crate::Machine;
use workflow_asl::events::MOST;
use workflow_asl::{Code, ExecutionType, Resource, State, StateKind, States, lint};

/// A history is near its end from here on.
const MANY_EVENTS: u64 = MOST / 5 * 4;

pub(super) fn warnings(machine: &Machine, ends: &[Ending]) -> Vec<String> {
    let paths = || ends.iter().flat_map(|ending| [&ending.dearest, &ending.slowest, &ending.typical, &ending.cheapest]);
    let mut warnings = Vec::new();
    warnings.extend(many_events(paths()));
    warnings.extend(too_long(machine, paths()));
    let limits = |code: &Code| matches!(code, Code::HistoryLimit | Code::PayloadLimit);
    let found = lint(&machine.definition).into_iter().filter(|warning| limits(&warning.code));
    warnings.extend(found.map(|warning| format!("{} ({})", warning.message, warning.pointer)));
    let mut children = Vec::new();
    collect_children(&machine.definition.states, &mut children);
    warnings.extend(
        children.into_iter().map(|name| {
            format!("`{name}` starts an execution, which is billed by itself and is in none of these prices")
        }),
    );
    warnings
}

fn many_events<'p>(paths: impl Iterator<Item = &'p Path>) -> Option<String> {
    let events = paths.map(|path| path.usage.events).max().filter(|events| *events >= MANY_EVENTS)?;
    let what = if events > MOST { "fails there as a Standard one" } else { "is near that" };
    Some(format!("an execution may have {events} events in its history, which holds {MOST}: it {what}"))
}

fn too_long<'p>(machine: &Machine, mut paths: impl Iterator<Item = &'p Path>) -> Option<String> {
    let path = paths.find(|path| path.usage.duration > LONGEST_EXPRESS)?;
    let takes =
        format!("an execution may take {} s, and an Express one is ended after 300 s", path.usage.duration.as_secs());
    (machine.execution_type == ExecutionType::Express || path.express == Express::TooLong).then_some(takes)
}

/// The states that start executions.
fn collect_children<'m>(states: &'m States, names: &mut Vec<&'m str>) {
    for (name, state) in states {
        if starts_execution(state) {
            names.push(name);
        }
        match &state.kind {
            StateKind::Parallel(parallel) => {
                parallel.branches.iter().for_each(|branch| collect_children(&branch.states, names));
            }
            StateKind::Map(map) => collect_children(&map.item_processor.states, names),
            _ => {}
        }
    }
}

fn starts_execution(state: &State) -> bool {
    let StateKind::Task(task) = &state.kind else { return false };
    let Resource::Integration(integration) = Resource::parse(&task.resource) else { return false };
    let is_states = matches!(integration.service.as_str(), "states" | "sfn");
    is_states && matches!(integration.action.as_str(), "startExecution" | "startSyncExecution")
}
