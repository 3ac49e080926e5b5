use serde_json::Value;
use std::collections::HashMap;

use super::Lint;
use crate::events::{self, OF_A_STATE, OF_AN_ITERATION, OF_BRANCHES};
use crate::graph::{self, Scope};
use crate::model::{Map, ProcessorMode, State, StateKind};
use crate::{Code, Resource};

impl Lint {
    /// An inline Map writes all its events into the execution's own history.
    pub(super) fn history(&mut self, map: &Map, at: &str) {
        if map.item_processor.mode() != ProcessorMode::Inline {
            return;
        }
        let iteration = iteration(map);
        let most = events::MOST / iteration;
        let items = match map.items.as_ref().and_then(Value::as_array) {
            Some(items) if items.len() as u64 <= most => return,
            Some(items) => format!("it gets {}", items.len()),
            None => "how many it gets is not known".to_owned(),
        };
        let message = format!(
            "An iteration writes about {iteration} events, retries and loops aside, and the history of an execution holds \
             {}: this Map fails at about {most} items, and {items}",
            events::MOST
        );
        self.warn(Code::HistoryLimit, at, message);
    }
}

fn iteration(map: &Map) -> u64 {
    let processor = &map.item_processor;
    let scope = Scope { pointer: String::new(), start_at: &processor.start_at, states: &processor.states };
    OF_AN_ITERATION + longest(&scope)
}

/// The events on the longest way through a scope that comes to no state twice.
fn longest(scope: &Scope<'_>) -> u64 {
    from(scope, scope.start_at, &mut HashMap::new())
}

/// The same from a state on; `known` holds nothing for those whose way is still being measured.
fn from<'m>(scope: &Scope<'m>, name: &'m str, known: &mut HashMap<&'m str, Option<u64>>) -> u64 {
    if let Some(events) = known.get(name) {
        return events.unwrap_or_default();
    }
    let Some(state) = scope.states.get(name) else { return 0 };
    known.insert(name, None);
    let rest = graph::edges(state).into_iter().map(|edge| from(scope, edge.target, known)).max().unwrap_or_default();
    let events = of_state(state) + rest;
    known.insert(name, Some(events));
    events
}

/// A Map within counts with one item.
fn of_state(state: &State) -> u64 {
    let within = || graph::inner_scopes(state, "").iter().map(longest).sum::<u64>();
    OF_A_STATE
        + match &state.kind {
            StateKind::Task(task) => events::of_an_attempt(&Resource::parse(&task.resource)),
            StateKind::Parallel(_) => OF_BRANCHES + within(),
            StateKind::Map(map) if map.item_processor.mode() == ProcessorMode::Inline => {
                OF_BRANCHES + OF_AN_ITERATION + within()
            }
            _ => 0,
        }
}
