//! Where states stand in the source, and which state an event belongs to.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::one_line;
use crate::text;

/// Knows where the states of state machines stand in their source.
pub trait Sources: Debug + Send + Sync {
    /// The place of a state, such as `src/main.rs:42`; none where it is not known.
    fn find(&self, state_machine: &str, state: &str) -> Option<String>;
}

/// Knows nothing: definitions that were not written in Rust.
impl Sources for () {
    fn find(&self, _state_machine: &str, _state: &str) -> Option<String> {
        None
    }
}

/// The sources of one execution's state machine.
#[derive(Clone, Debug)]
pub(crate) struct SourcesOf {
    sources: Arc<dyn Sources>,
    state_machine: String,
}

impl SourcesOf {
    pub(crate) fn execution(sources: &Arc<dyn Sources>, arn: &str) -> Self {
        let state_machine = arn.split(':').nth(6).unwrap_or_default().to_owned();
        Self { sources: Arc::clone(sources), state_machine }
    }

    /// ` at src/main.rs:42`, or nothing.
    pub(crate) fn place(&self, state: &str) -> String {
        let place = self.sources.find(&self.state_machine, state);
        place.map(|place| format!(" at {}", one_line(&place))).unwrap_or_default()
    }
}

/// The states that events belong to, by their ids.
#[derive(Debug, Default)]
pub(crate) struct EventStates(HashMap<u64, String>);

impl EventStates {
    /// The state that the next event belongs to; for one of the execution, the state before it.
    pub(crate) fn of(&mut self, event: &Value) -> Option<String> {
        let number = |name| event.get(name).and_then(Value::as_u64).unwrap_or_default();
        let own = details(event).and_then(|details| details.get("name").or(details.get("state"))?.as_str());
        let name = text::field(event, "type").unwrap_or_default();
        let own = own.filter(|_| !name.starts_with("Execution")).map(str::to_owned);
        let state = own.or_else(|| self.0.get(&number("previousEventId")).cloned());
        if let Some(state) = &state {
            self.0.insert(number("id"), state.clone());
        }
        state
    }
}

pub(crate) fn details(event: &Value) -> Option<&Map<String, Value>> {
    let (_, details) = event.as_object()?.iter().find(|(name, _)| name.ends_with("EventDetails"))?;
    details.as_object()
}

/// Whether an event of this type tells of a failure.
pub(crate) fn is_failure(name: &str) -> bool {
    name.ends_with("Failed") || name.ends_with("TimedOut")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_state_of_an_execution_that_failed_is_the_one_before() {
        let mut states = EventStates::default();
        let mut of = |event: Value| states.of(&event);
        let entered = json!({"id": 2, "previousEventId": 0, "type": "TaskStateEntered", "stateEnteredEventDetails": {"name": "Charge"}});
        assert_eq!(of(json!({"id": 1, "previousEventId": 0, "type": "ExecutionStarted"})), None);
        assert_eq!(of(entered).as_deref(), Some("Charge"));
        assert_eq!(of(json!({"id": 3, "previousEventId": 2, "type": "TaskFailed"})).as_deref(), Some("Charge"));
        let failed = json!({"id": 4, "previousEventId": 3, "type": "ExecutionFailed", "executionFailedEventDetails": {"error": "E"}});
        assert_eq!(of(failed).as_deref(), Some("Charge"));
    }
}
