//! Tells events in lines for people.

use super::text::{between, duration, place};
use crate::cli::run::described;
use crate::{Event, EventKind, Failure, ScopePath};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// Of a Map with more items than this, only the whole is told, not each iteration.
const WIDE: usize = 20;

/// A line about an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) kind: LineKind,
    pub(super) text: String,
    /// Since the execution began.
    elapsed: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Started,
    Entered,
    /// So much of so much is done.
    Step,
    Exited,
    Waiting,
    Retry,
    Failed,
    Succeeded,
}

impl Line {
    /// Where lines are all there is. That a state was left is of no interest there; the next one is entered.
    pub(super) fn plain(&self) -> Option<String> {
        let seconds = self.elapsed.as_secs_f64();
        (self.kind != LineKind::Exited).then(|| format!("[{seconds:8.3}] {}", self.text))
    }
}

/// What has to be remembered to tell what happens next.
pub(super) struct Narrator {
    program: String,
    started: Option<Timestamp>,
    wide: HashSet<&'static str>,
    states: HashMap<String, Entered>,
}

/// A state that was entered and not left.
struct Entered {
    since: Timestamp,
    /// How its last attempt failed.
    failure: Option<(u32, Failure)>,
    done: u64,
    total: u64,
}

impl Narrator {
    pub(super) fn new(program: String) -> Self {
        Narrator { program, started: None, wide: HashSet::new(), states: HashMap::new() }
    }

    pub(super) fn tell(&mut self, event: &Event) -> Option<Line> {
        let started = *self.started.get_or_insert(event.time);
        let (kind, text) = self.line(event, started)?;
        let notable = !matches!(kind, LineKind::Entered | LineKind::Exited | LineKind::Step);
        let told = notable || !self.is_of_many(&event.scope);
        told.then(|| Line { kind, text, elapsed: between(started, event.time) })
    }

    /// Whether this is an iteration, or in one, of which there are too many to be told each.
    pub(super) fn is_of_many(&self, scope: &ScopePath) -> bool {
        !self.wide.is_empty() && scope.segments().iter().any(|segment| self.wide.contains(segment.state))
    }

    fn line(&mut self, event: &Event, started: Timestamp) -> Option<(LineKind, String)> {
        let at = |state: &str| place(&event.scope, state);
        match &event.kind {
            EventKind::ExecutionStarted { workflow } => {
                Some((LineKind::Started, format!("{workflow}: execution {} started", event.execution)))
            }
            EventKind::ExecutionSucceeded => Some((LineKind::Succeeded, ended("SUCCEEDED", started, event.time))),
            EventKind::ExecutionFailed { .. } => Some((LineKind::Failed, ended("FAILED", started, event.time))),
            EventKind::StateEntered { state } => Some(self.entered(at(state), event.time)),
            EventKind::StateExited { state } => self.exited(&at(state), event.time),
            EventKind::TaskAttemptFailed { state, attempt, failure, .. } => {
                self.states.get_mut(&at(state))?.failure = Some((*attempt, failure.clone()));
                None
            }
            EventKind::TaskAttemptSucceeded { state, .. } => {
                self.states.get_mut(&at(state))?.failure = None;
                None
            }
            EventKind::RetryScheduled { state, attempt, delay } => self.retried(&at(state), *attempt, *delay),
            EventKind::TaskProgress { state, done, total, .. } => self.step(&at(state), *done, *total),
            EventKind::CallbackIssued { state, token, timeout, .. } => {
                Some((LineKind::Waiting, self.callback(&at(state), token, *timeout)))
            }
            EventKind::WaitStarted { state, until } => {
                let remaining = duration(between(event.time, *until));
                Some((LineKind::Step, format!("{}: waits {remaining}, until {until:.0}", at(state))))
            }
            EventKind::MapStarted { state, length } => self.map(state, &at(state), *length),
            EventKind::MapIterationSucceeded { state, .. } => {
                let place = at(state);
                let map = self.states.get(&place)?;
                let (done, total) = (map.done + 1, map.total);
                self.step(&place, done, total)
            }
            _ => None,
        }
    }

    fn entered(&mut self, place: String, since: Timestamp) -> (LineKind, String) {
        self.states.insert(place.clone(), Entered { since, failure: None, done: 0, total: 0 });
        (LineKind::Entered, place)
    }

    fn exited(&mut self, place: &str, now: Timestamp) -> Option<(LineKind, String)> {
        let state = self.states.remove(place)?;
        Some(match state.failure {
            Some((_, failure)) => (LineKind::Failed, format!("{place}: failed: {}", described(&failure))),
            None => (LineKind::Exited, format!("{place}  {}", duration(between(state.since, now)))),
        })
    }

    fn retried(&mut self, place: &str, next: u32, delay: Duration) -> Option<(LineKind, String)> {
        let (attempt, failure) = self.states.get_mut(place)?.failure.take()?;
        let (failure, delay) = (described(&failure), duration(delay));
        Some((LineKind::Retry, format!("{place}: attempt {attempt} failed: {failure}; attempt {next} in {delay}")))
    }

    fn callback(&self, place: &str, token: &str, timeout: Option<Duration>) -> String {
        let limit = timeout.map(|timeout| format!(" for up to {}", duration(timeout))).unwrap_or_default();
        let program = &self.program;
        match token.contains('.') {
            true => format!(
                "{place}: waits for a callback{limit}; answer it from another terminal:\n    \
                 {program} approve {token}\n    {program} reject {token}"
            ),
            // Without a port there is nothing to connect to.
            false => format!("{place}: waits for a callback{limit}; token {token}"),
        }
    }

    fn map(&mut self, state: &'static str, place: &str, length: usize) -> Option<(LineKind, String)> {
        if length > WIDE {
            self.wide.insert(state);
        }
        let map = self.states.get_mut(place)?;
        map.total = length as u64;
        (length > 0).then(|| (LineKind::Step, format!("{place}: 0/{length}")))
    }

    /// Tells every tenth.
    fn step(&mut self, place: &str, done: u64, total: u64) -> Option<(LineKind, String)> {
        let state = self.states.get_mut(place)?;
        let before = tenths(state.done, state.total);
        (state.done, state.total) = (done, total);
        (tenths(done, total) != before).then(|| (LineKind::Step, format!("{place}: {done}/{total}")))
    }
}

fn tenths(done: u64, total: u64) -> u128 {
    (u128::from(done) * 10).checked_div(u128::from(total)).unwrap_or(0)
}

fn ended(status: &str, started: Timestamp, now: Timestamp) -> String {
    format!("{status} in {}", duration(between(started, now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::Scope;

    const SECOND: Duration = Duration::from_secs(1);

    /// Tells events that happen a second apart and gives the lines without their times.
    fn told(events: Vec<(ScopePath, EventKind)>) -> Vec<(LineKind, String)> {
        let mut narrator = Narrator::new("./shop".to_owned());
        let times = (0..).map(|second| Timestamp::from_second(second).unwrap());
        let events = events.into_iter().zip(times);
        let lines = events.filter_map(|((scope, kind), time)| {
            let event = Event { execution: "e-1".into(), time, scope, kind };
            narrator.tell(&event).map(|line| (line.kind, line.text))
        });
        lines.collect()
    }

    fn at_root(events: Vec<EventKind>) -> Vec<(LineKind, String)> {
        told(events.into_iter().map(|kind| (ScopePath::default(), kind)).collect())
    }

    fn lines(told: &[(LineKind, String)]) -> Vec<&str> {
        told.iter().map(|(_, text)| text.as_str()).collect()
    }

    fn failed(attempt: u32, failure: Failure) -> EventKind {
        EventKind::TaskAttemptFailed { state: "Charge", task: "charge", attempt, failure }
    }

    #[test]
    fn retries_say_why_and_when() {
        let told = at_root(vec![
            EventKind::ExecutionStarted { workflow: "buy" },
            EventKind::StateEntered { state: "Charge" },
            failed(1, Failure::new("Network", "down\nagain")),
            EventKind::RetryScheduled { state: "Charge", attempt: 2, delay: SECOND },
            failed(2, Failure::new("Declined", "{ \"reason\": \"no funds\" }")),
            EventKind::StateExited { state: "Charge" },
            EventKind::ExecutionFailed { failure: Failure::named("Declined") },
        ]);
        let expected = [
            (LineKind::Started, "buy: execution e-1 started"),
            (LineKind::Entered, "Charge"),
            (LineKind::Retry, "Charge: attempt 1 failed: Network: down\\nagain; attempt 2 in 1.0 s"),
            (LineKind::Failed, "Charge: failed: Declined: {\"reason\":\"no funds\"}"),
            (LineKind::Failed, "FAILED in 6.0 s"),
        ];
        assert_eq!(told, expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn a_retried_task_that_succeeds_has_not_failed() {
        let told = at_root(vec![
            EventKind::StateEntered { state: "Charge" },
            failed(1, Failure::named("Network")),
            EventKind::TaskAttemptSucceeded { state: "Charge", task: "charge", attempt: 2, output: None },
            EventKind::StateExited { state: "Charge" },
            EventKind::ExecutionSucceeded,
        ]);
        assert_eq!(lines(&told), ["Charge", "Charge  3.0 s", "SUCCEEDED in 4.0 s"]);
    }

    #[test]
    fn waits_and_callbacks_say_how_long() {
        let callback = |token: &str, timeout| EventKind::CallbackIssued {
            state: "Ask",
            task: "ask",
            token: token.to_owned(),
            timeout,
        };
        let until = Timestamp::from_second(90).unwrap();
        let told = at_root(vec![
            EventKind::WaitStarted { state: "Wait", until },
            callback("a-0-b.4711", Some(SECOND * 86_400)),
            callback("a-1-b", None),
        ]);
        let expected = [
            "Wait: waits 1 min 30 s, until 1970-01-01T00:01:30Z",
            "Ask: waits for a callback for up to 1 d; answer it from another terminal:\n    \
             ./shop approve a-0-b.4711\n    ./shop reject a-0-b.4711",
            "Ask: waits for a callback; token a-1-b",
        ];
        assert_eq!(lines(&told), expected);
    }

    /// A Map whose iterations each enter a state, which the first of them fails once.
    fn mapped(length: usize) -> Vec<(LineKind, String)> {
        let root = Scope::default();
        let mut events =
            vec![EventKind::StateEntered { state: "Ship" }, EventKind::MapStarted { state: "Ship", length }]
                .into_iter()
                .map(|kind| (ScopePath::default(), kind))
                .collect::<Vec<_>>();
        for index in 0..length {
            let within = root.child("Ship", index).path().clone();
            events.push((within.clone(), EventKind::StateEntered { state: "Charge" }));
            if index == 0 {
                events.push((within.clone(), failed(1, Failure::named("Network"))));
                events.push((within, EventKind::RetryScheduled { state: "Charge", attempt: 2, delay: SECOND }));
            }
            events.push((ScopePath::default(), EventKind::MapIterationSucceeded { state: "Ship", index }));
        }
        told(events)
    }

    #[test]
    fn a_map_of_few_tells_each_iteration() {
        let told = mapped(2);
        let retry = "Ship[0]/Charge: attempt 1 failed: Network; attempt 2 in 1.0 s";
        let expected = ["Ship", "Ship: 0/2", "Ship[0]/Charge", retry, "Ship: 1/2", "Ship[1]/Charge", "Ship: 2/2"];
        assert_eq!(lines(&told), expected);
        assert_eq!(at_root(vec![EventKind::MapStarted { state: "Ship", length: 0 }]), []);
    }

    #[test]
    fn a_map_of_many_tells_tenths_and_troubles() {
        let told = mapped(1000);
        let lines = lines(&told);
        assert_eq!(
            lines[..3],
            ["Ship", "Ship: 0/1000", "Ship[0]/Charge: attempt 1 failed: Network; attempt 2 in 1.0 s"]
        );
        assert_eq!((lines.len(), lines[3], lines[12]), (13, "Ship: 100/1000", "Ship: 1000/1000"));
    }

    #[test]
    fn plain_lines_have_times_and_no_exits() {
        let line = |kind| Line { kind, text: "Ship".to_owned(), elapsed: Duration::from_millis(12_345) };
        assert_eq!(line(LineKind::Entered).plain(), Some("[  12.345] Ship".to_owned()));
        assert_eq!(line(LineKind::Exited).plain(), None);
    }
}
