//! The recorder's treatment of Parallel histories, and how two of them are compared nevertheless.

use serde_json::{Value, json};

/// Whether the recorder sorted the events of a case.
pub fn is_sorted(case: &Value) -> bool {
    let mut kinds = case["transformers"].as_array().into_iter().flatten().filter_map(|one| one["kind"].as_str());
    kinds.any(|kind| kind.contains("Parallel"))
}

/// Does to a history what the recorder did: events between a `ParallelStateStarted` and its end lose their ids and
/// order. It also drops `ParallelStateSucceeded`, because the range that it replaces, up to `ParallelStateExited`, holds
/// one event more than it puts there.
pub fn as_recorded(events: &[Value]) -> Vec<Value> {
    let mut events = events.to_vec();
    let (mut start, mut inside, mut branches, mut at) = (0, false, Vec::new(), 0);
    while let Some(event) = events.get_mut(at) {
        match event["type"].as_str().unwrap_or_default() {
            "ParallelStateSucceeded" | "ParallelStateAborted" | "ParallelStateExited" | "ParallelStateFailed" => {
                branches.sort_by_key(|event| sort_key(event, &["timestamp"]));
                events.splice(start..at, branches.iter().cloned());
                inside = false;
            }
            "ParallelStateStarted" => (start, inside, branches) = (at + 1, true, Vec::new()),
            _ if inside => {
                forget_ids(event);
                branches.push(event.clone());
            }
            _ => {}
        }
        at += 1;
    }
    events
}

/// A history without ids, in an order that does not depend on when events happened.
pub fn as_multiset(events: &[Value]) -> Vec<Value> {
    let mut events = events.to_vec();
    events.iter_mut().for_each(forget_ids);
    events.sort_by_key(|event| sort_key(event, &["timestamp", "id", "previousEventId"]));
    events
}

fn forget_ids(event: &mut Value) {
    event["id"] = json!(0);
    event["previousEventId"] = json!(0);
}

/// The event as text with its members in order of their names, without some.
fn sort_key(event: &Value, without: &[&str]) -> String {
    let mut members = event.as_object().cloned().unwrap_or_default();
    members.retain(|name, _| !without.contains(&name.as_str()));
    let mut key = Value::Object(members);
    key.sort_all_objects();
    key.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: u32, kind: &str) -> Value {
        json!({"id": id, "previousEventId": id - 1, "timestamp": id, "type": kind})
    }

    fn types(events: &[Value]) -> Vec<&str> {
        events.iter().filter_map(|event| event["type"].as_str()).collect()
    }

    #[test]
    fn what_happens_in_branches_is_sorted() {
        let names = ["ParallelStateStarted", "B", "A", "ParallelStateSucceeded", "ParallelStateExited", "C"];
        let history: Vec<Value> = (1..).zip(names).map(|(id, name)| event(id, name)).collect();
        let recorded = as_recorded(&history);
        assert_eq!(types(&recorded), ["ParallelStateStarted", "A", "B", "ParallelStateExited", "C"]);
        assert_eq!((&recorded[1]["id"], &recorded[4]["id"]), (&json!(0), &json!(6)));
    }

    #[test]
    fn order_and_ids_do_not_count_in_a_multiset() {
        let (one, other) = ([event(1, "A"), event(2, "B")], [event(3, "B"), event(4, "A")]);
        let without_time = |events: &[Value]| types(&as_multiset(events)).join(" ");
        assert_eq!(without_time(&one), without_time(&other));
        assert_eq!(as_multiset(&one)[0]["id"], json!(0));
    }
}
