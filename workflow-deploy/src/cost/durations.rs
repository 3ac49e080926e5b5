//! How long tasks and waits take: as somebody says, or as it was recorded.

use super::CostError;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use workflow_asl::Timestamp;

/// How long tasks and states take, by the name of the function or of the state. A state's own name comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Durations(BTreeMap<String, Duration>);

impl Durations {
    /// Reads `{"charge": 0.25, "Ship": 3}`: seconds, by the name of a task's function or of a state.
    ///
    /// # Errors
    ///
    /// Where it is no object of numbers, or one of them is negative or more than an execution may take.
    ///
    /// ```
    /// use std::time::Duration;
    /// use workflow_deploy::cost::Durations;
    ///
    /// let durations = Durations::from_json(&serde_json::json!({"charge": 0.25})).unwrap();
    /// assert_eq!(durations.get("charge"), Some(Duration::from_millis(250)));
    /// ```
    pub fn from_json(value: &Value) -> Result<Self, CostError> {
        let Value::Object(fields) = value else {
            return Err(CostError::NoDurations(
                "expected an object of seconds by the names of tasks or states".to_owned(),
            ));
        };
        let seconds = |(name, value): (&String, &Value)| match value.as_f64().and_then(duration) {
            Some(duration) => Ok((name.clone(), duration)),
            None => Err(CostError::NoDurations(format!("`{name}`: {value} is no number of seconds from 0 to a year"))),
        };
        fields.iter().map(seconds).collect::<Result<_, _>>().map(Self)
    }

    /// Takes the durations of Task and Wait states from a history, as `GetExecutionHistory` gives it: from the event that
    /// a state was entered to the one that it was left. Retries are in it, so `retries` should be 0 then. A state that was
    /// entered several times has the mean, rounded up to a millisecond; one that was not left has none.
    ///
    /// # Errors
    ///
    /// Where there is no such state, or an event is none.
    pub fn from_history(events: &[Value]) -> Result<Self, CostError> {
        let mut recorded = Recorded::default();
        events.iter().enumerate().try_for_each(|(index, event)| recorded.event(index, event))?;
        if recorded.sums.is_empty() {
            return Err(CostError::NoDurations("the history has no Task or Wait state that was left".to_owned()));
        }
        Ok(Self(recorded.means()))
    }

    /// How long the task or state of this name takes.
    pub fn get(&self, name: &str) -> Option<Duration> {
        self.0.get(name).copied()
    }

    /// The names that durations were given for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// A year: no execution takes longer.
const LONGEST_SECONDS: f64 = 366.0 * 86_400.0;

/// Seconds to the millisecond.
fn duration(seconds: f64) -> Option<Duration> {
    let is_possible = (0.0..=LONGEST_SECONDS).contains(&seconds);
    is_possible.then(|| Duration::try_from_secs_f64((seconds * 1_000.0).round() / 1_000.0).ok())?
}

/// The states of a history.
#[derive(Default)]
struct Recorded {
    /// The state that each event belongs to, by the event's id: the id of the event that entered it.
    lines: HashMap<u64, u64>,
    /// When states were entered, by the id of that event.
    entered: HashMap<u64, u128>,
    /// Milliseconds, and how many states they are of.
    sums: BTreeMap<String, (u128, u128)>,
}

impl Recorded {
    fn event(&mut self, index: usize, event: &Value) -> Result<(), CostError> {
        let invalid = |what: &str| CostError::NoDurations(format!("event {} of the history has no {what}", index + 1));
        let id = event.get("id").and_then(Value::as_u64).ok_or_else(|| invalid("`id`"))?;
        let kind = event.get("type").and_then(Value::as_str).ok_or_else(|| invalid("`type`"))?;
        let at = event.get("timestamp").and_then(milliseconds).ok_or_else(|| invalid("`timestamp`"))?;
        let previous = event.get("previousEventId").and_then(Value::as_u64).unwrap_or_default();
        match kind {
            "TaskStateEntered" | "WaitStateEntered" => {
                self.lines.insert(id, id);
                self.entered.insert(id, at);
            }
            "TaskStateExited" | "WaitStateExited" => {
                let name = event.get("stateExitedEventDetails").and_then(|details| details.get("name")?.as_str());
                let name = name.ok_or_else(|| invalid("`stateExitedEventDetails`"))?;
                if let Some(entered) = self.lines.get(&previous).and_then(|entered| self.entered.get(entered)) {
                    let (sum, count) = self.sums.entry(name.to_owned()).or_default();
                    *sum += at.saturating_sub(*entered);
                    *count += 1;
                }
            }
            _ => {
                if let Some(entered) = self.lines.get(&previous).copied() {
                    self.lines.insert(id, entered);
                }
            }
        }
        Ok(())
    }

    fn means(self) -> BTreeMap<String, Duration> {
        let mean = |(sum, count): (u128, u128)| u64::try_from(sum.div_ceil(count.max(1))).unwrap_or(u64::MAX);
        self.sums.into_iter().map(|(name, sums)| (name, Duration::from_millis(mean(sums)))).collect()
    }
}

/// A time of the API, in seconds, or of the AWS CLI, in RFC 3339: milliseconds since 1970.
fn milliseconds(time: &Value) -> Option<u128> {
    match time {
        Value::String(text) => {
            let time = Timestamp::parse(text)?;
            Some(u128::try_from(time.seconds).ok()? * 1_000 + u128::from(time.nanoseconds / 1_000_000))
        }
        _ => {
            let seconds = time.as_f64().filter(|seconds| (0.0..=1e12).contains(seconds))?;
            Some(Duration::try_from_secs_f64((seconds * 1_000.0).round() / 1_000.0).ok()?.as_millis())
        }
    }
}

/// The events of a history in whatever form it is written: a list, the answer of `GetExecutionHistory`, or a line for each
/// as `history --json` writes them. None where it is something else, such as declared durations.
pub fn history_events(text: &str) -> Option<Vec<Value>> {
    let is_event = |event: &Value| event.get("previousEventId").is_some() && event.get("type").is_some();
    let events = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(events)) => events,
        Ok(Value::Object(fields)) => events_of(fields)?,
        Ok(_) => return None,
        Err(_) => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            lines.map(serde_json::from_str).collect::<Result<Vec<Value>, _>>().ok()?
        }
    };
    events.iter().all(is_event).then_some(events)
}

fn events_of(mut fields: Map<String, Value>) -> Option<Vec<Value>> {
    match fields.remove("events") {
        Some(Value::Array(events)) => Some(events),
        // One line of a history is an event by itself.
        None if fields.contains_key("previousEventId") => Some(vec![Value::Object(fields)]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn seconds_are_declared_by_name() {
        let durations = Durations::from_json(&json!({"a": 1, "b": 0.0005, "c": 0.25})).unwrap();
        assert_eq!(durations.get("a"), Some(Duration::from_secs(1)));
        assert_eq!(durations.get("b"), Some(Duration::from_millis(1)));
        assert_eq!(durations.get("c"), Some(Duration::from_millis(250)));
        assert_eq!(durations.get("d"), None);
        for bad in [json!({"a": -1}), json!({"a": "1"}), json!({"a": 1e12}), json!([1]), json!(null)] {
            assert!(Durations::from_json(&bad).is_err(), "{bad}");
        }
    }

    fn event(id: u64, previous: u64, kind: &str, name: &str, at: Value) -> Value {
        let details = if kind.ends_with("Exited") { "stateExitedEventDetails" } else { "stateEnteredEventDetails" };
        json!({"id": id, "previousEventId": previous, "type": kind, "timestamp": at, details: {"name": name}})
    }

    #[test]
    fn histories_have_durations() {
        let events = [
            json!({"id": 1, "previousEventId": 0, "type": "ExecutionStarted", "timestamp": 100.0}),
            event(2, 0, "TaskStateEntered", "Charge", json!(100.0)),
            event(3, 2, "TaskScheduled", "", json!(100.001)),
            event(4, 0, "TaskStateEntered", "Charge", json!("1970-01-01T00:01:41.500+00:00")),
            event(5, 3, "TaskStateExited", "Charge", json!(101.0)),
            event(6, 4, "TaskStateExited", "Charge", json!(101.501)),
            event(7, 5, "WaitStateEntered", "Rest", json!(102.0)),
        ];
        let durations = Durations::from_history(&events).unwrap();
        assert_eq!(durations.names().collect::<Vec<_>>(), ["Charge"]);
        assert_eq!(durations.get("Charge"), Some(Duration::from_millis(501)));
        assert!(Durations::from_history(&events[..1]).is_err());
        assert!(Durations::from_history(&[json!({"type": "TaskScheduled"})]).is_err());
    }

    #[test]
    fn histories_are_known_by_their_events() {
        let event = json!({"id": 1, "previousEventId": 0, "type": "ExecutionStarted", "timestamp": 1.0});
        let count = |text: String| history_events(&text).map(|events| events.len());
        assert_eq!(count(json!([event, event]).to_string()), Some(2));
        assert_eq!(count(json!({"events": [event]}).to_string()), Some(1));
        assert_eq!(count(format!("{event}\n{event}\n")), Some(2));
        assert_eq!(count(event.to_string()), Some(1));
        for other in ["{\"charge\": 1}", "[1]", "{", "1", "{\"events\": 3}"] {
            assert_eq!(count(other.to_owned()), None, "{other}");
        }
    }
}
