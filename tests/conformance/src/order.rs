//! What holds of the ids of every history: how events are numbered, and what each follows on.

use std::collections::BTreeMap;

use serde_json::Value;

/// A history by its ids.
pub struct Order<'a>(BTreeMap<u64, &'a Value>);

fn number(event: &Value, field: &str) -> u64 {
    event[field].as_u64().unwrap_or(u64::MAX)
}

fn kind(event: &Value) -> &str {
    event["type"].as_str().unwrap_or_default()
}

fn entered(event: &Value) -> Option<&str> {
    event["stateEnteredEventDetails"]["name"].as_str()
}

impl<'a> Order<'a> {
    /// Reads a history.
    pub fn of(events: &'a [Value]) -> Self {
        Self(events.iter().map(|event| (number(event, "id"), event)).collect())
    }

    /// Every rule that is broken, for people.
    pub fn broken(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for (expected, (id, event)) in (1..).zip(&self.0) {
            if *id != expected {
                broken.push(format!("#{id} has the place of #{expected}"));
            }
            broken.extend(self.broken_by(*id, event).map(|rule| format!("#{id} {}: {rule}", kind(event))));
        }
        broken
    }

    fn broken_by(&self, id: u64, event: &Value) -> Option<String> {
        let previous = number(event, "previousEventId");
        if previous >= id {
            return Some(format!("follows on #{previous}"));
        }
        let follows = self.0.get(&previous).map(|event| kind(event)).unwrap_or_default();
        match kind(event) {
            "ExecutionStarted" | "ExecutionAborted" | "ExecutionTimedOut" if previous == 0 => None,
            "ExecutionStarted" => Some(format!("follows on {follows}")),
            _ if entered(event).is_some() => (!may_enter_after(follows)).then(|| format!("follows on {follows}")),
            exited if exited.ends_with("StateExited") => {
                let name = event["stateExitedEventDetails"]["name"].as_str();
                let leads = self.chain(id).any(|event| entered(event).is_some() && entered(event) == name);
                (!leads).then(|| "does not lead back to where its state was entered".to_owned())
            }
            "ParallelStateSucceeded" | "MapStateSucceeded" => {
                let started = kind(event).replace("Succeeded", "Started");
                let leads = self.chain(id).any(|event| kind(event) == started);
                (!leads).then(|| format!("does not lead back to a {started}"))
            }
            aborted if aborted.ends_with("StateAborted") => {
                let entered = aborted.replace("Aborted", "Entered");
                let leads = self.chain(id).any(|event| kind(event) == entered);
                (!leads).then(|| format!("does not lead back to a {entered}"))
            }
            _ => None,
        }
    }

    /// The events that lead to one, from the last.
    fn chain(&self, id: u64) -> impl Iterator<Item = &'a Value> {
        let previous = |id: u64| self.0.get(&id).map(|event| number(event, "previousEventId"));
        let ids = std::iter::successors(previous(id), move |id| previous(*id).filter(|before| before < id));
        ids.filter_map(|id| self.0.get(&id).copied())
    }
}

/// Whether a state may be entered after an event of this type; the first state is after none.
fn may_enter_after(follows: &str) -> bool {
    let starts = ["", "ExecutionStarted", "ParallelStateStarted", "MapIterationStarted"];
    starts.contains(&follows) || follows.ends_with("StateExited")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(id: u64, previous: u64, kind: &str, name: &str) -> Value {
        let mut event = json!({"id": id, "previousEventId": previous, "type": kind});
        for end in ["Entered", "Exited"].into_iter().filter(|end| kind.ends_with(*end)) {
            event[format!("state{end}EventDetails")] = json!({"name": name});
        }
        event
    }

    #[test]
    fn rules_can_be_broken() {
        let good = [
            event(1, 0, "ExecutionStarted", ""),
            event(2, 0, "PassStateEntered", "A"),
            event(3, 2, "PassStateExited", "A"),
            event(4, 3, "ExecutionSucceeded", ""),
        ];
        assert_eq!(Order::of(&good).broken(), Vec::<String>::new());
        let bad = [
            event(1, 0, "ExecutionStarted", ""),
            event(3, 4, "PassStateEntered", "A"),
            event(5, 3, "PassStateExited", "B"),
            event(6, 3, "PassStateEntered", "C"),
            event(7, 1, "ParallelStateSucceeded", ""),
            event(8, 1, "WaitStateAborted", ""),
        ];
        let rules = Order::of(&bad).broken();
        assert_eq!(rules.len(), 5 + 5, "{rules:#?}");
    }
}
