//! What must hold of everything that is on record of an execution.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::SignedDuration;
use workflow_engine::{Event, ExecutionStatus, HistoryEvent, StateType, TaskEvent};

use crate::Checked;
use crate::load::{Action, Machine};

/// How many events of each type and state there are.
pub type Counts = BTreeMap<String, usize>;

/// Checks the history of an execution that has ended.
///
/// # Errors
///
/// What is wrong with it.
pub fn history(machine: &Machine, events: &[HistoryEvent]) -> Checked {
    ids(events)?;
    ends_once(events)?;
    tasks(events)?;
    waits(machine, events)?;
    retries(machine, events)
}

/// The ids count from 1 without gaps, each event follows on one that was before it, and time does not go back.
fn ids(events: &[HistoryEvent]) -> Checked {
    for (expected, event) in (1..).zip(events) {
        ensure(event.id == expected, || format!("the id {expected} is missing: {event:?}"))?;
        ensure(event.previous_event_id < event.id, || format!("what it follows on comes later: {event:?}"))?;
        let is_first = event.id <= 2 || matches!(event.event, Event::ExecutionAborted(_) | Event::ExecutionTimedOut(_));
        ensure(is_first || event.previous_event_id > 0, || format!("it follows on nothing: {event:?}"))?;
    }
    let times = events.iter().map(|event| event.timestamp);
    ensure(times.is_sorted(), || "time goes back".to_owned())
}

fn ends_once(events: &[HistoryEvent]) -> Checked {
    let is_start = |event: &HistoryEvent| matches!(event.event, Event::ExecutionStarted { .. });
    let starts = events.iter().filter(|event| is_start(event)).count();
    ensure(starts == 1 && events.first().is_some_and(is_start), || format!("{starts} starts"))?;
    let ends = events.iter().filter(|event| is_end(&event.event)).count();
    ensure(ends == 1 && events.last().is_some_and(|event| is_end(&event.event)), || format!("{ends} ends"))
}

fn is_end(event: &Event) -> bool {
    use Event::{ExecutionAborted, ExecutionFailed, ExecutionSucceeded, ExecutionTimedOut};
    matches!(event, ExecutionSucceeded { .. } | ExecutionFailed(_) | ExecutionAborted(_) | ExecutionTimedOut(_))
}

/// How an execution ended, as its history tells it.
pub fn end(events: &[HistoryEvent]) -> Option<ExecutionStatus> {
    match &events.last()?.event {
        Event::ExecutionSucceeded { output } => Some(ExecutionStatus::Succeeded(output.clone())),
        Event::ExecutionFailed(failure) => Some(ExecutionStatus::Failed(failure.clone())),
        Event::ExecutionAborted(failure) => Some(ExecutionStatus::Aborted(failure.clone())),
        Event::ExecutionTimedOut(failure) => Some(ExecutionStatus::TimedOut(failure.clone())),
        _ => None,
    }
}

/// What is on record of the attempts of one visit of a Task state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How many were scheduled.
    pub scheduled: u32,
    /// How many have failed or timed out.
    pub failed: u32,
    /// How many have succeeded.
    pub succeeded: u32,
}

/// What is on record of the attempts of each visit of a Task state, by the id of the event of entering it.
pub fn attempts(events: &[HistoryEvent]) -> HashMap<u64, Attempts> {
    let mut visits: HashMap<u64, Attempts> = HashMap::new();
    let mut visit_of: HashMap<u64, u64> = HashMap::new();
    for event in events {
        match &event.event {
            Event::StateEntered { state_type: StateType::Task, .. } => {
                visit_of.insert(event.id, event.id);
                visits.insert(event.id, Attempts::default());
            }
            Event::Task { event: task, .. } => {
                let Some(visit) = visit_of.get(&event.previous_event_id).copied() else { continue };
                visit_of.insert(event.id, visit);
                let attempts = visits.entry(visit).or_default();
                match task {
                    TaskEvent::Scheduled { .. } => attempts.scheduled += 1,
                    TaskEvent::Succeeded { .. } => attempts.succeeded += 1,
                    TaskEvent::Started { .. } | TaskEvent::Submitted { .. } => {}
                    _ => attempts.failed += 1,
                }
            }
            _ => {}
        }
    }
    visits
}

/// No attempt is scheduled before the one before it has failed, or after one has succeeded; none ends twice.
fn tasks(events: &[HistoryEvent]) -> Checked {
    let follows: usize = attempts(events).values().map(|attempts| attempts.scheduled as usize).sum();
    let is_scheduled =
        |event: &&HistoryEvent| matches!(event.event, Event::Task { event: TaskEvent::Scheduled { .. }, .. });
    let scheduled = events.iter().filter(is_scheduled).count();
    ensure(follows == scheduled, || format!("{scheduled} tasks were scheduled, {follows} of them in a state"))?;
    for (visit, Attempts { scheduled, failed, succeeded }) in attempts(events) {
        let is_right = succeeded <= 1 && failed + succeeded <= scheduled && scheduled <= failed + 1;
        ensure(is_right, || {
            format!("after event {visit}: {scheduled} scheduled, {failed} failed, {succeeded} succeeded")
        })?;
    }
    Ok(())
}

/// An attempt may only begin when it is on record that it is to, and that those before it have failed.
///
/// # Errors
///
/// What is on record instead.
pub fn may_begin(events: &[HistoryEvent], visit: u64, attempt: u32) -> Checked {
    let on_record = attempts(events).get(&visit).copied().unwrap_or_default();
    let expected = Attempts { scheduled: attempt, failed: attempt.saturating_sub(1), succeeded: 0 };
    ensure(on_record == expected, || {
        format!("attempt {attempt} after event {visit} begins while there is on record {on_record:?}")
    })
}

/// No wait ends before its time.
fn waits(machine: &Machine, events: &[HistoryEvent]) -> Checked {
    for (name, passed, duration) in waited(machine, events) {
        let is_over = passed >= SignedDuration::try_from(duration).unwrap_or_default();
        ensure(is_over, || format!("{name} took {passed:?}, not {duration:?}"))?;
    }
    Ok(())
}

/// How much later than its time each wait of an execution ended, at most.
pub fn latest(machine: &Machine, events: &[HistoryEvent]) -> Duration {
    let late = waited(machine, events).into_iter().map(|(_, passed, duration)| {
        passed.saturating_sub(SignedDuration::try_from(duration).unwrap_or_default()).unsigned_abs()
    });
    late.max().unwrap_or_default()
}

/// How long each wait took and was to take.
fn waited<'a>(machine: &Machine, events: &'a [HistoryEvent]) -> Vec<(&'a str, SignedDuration, Duration)> {
    let states = machine.states();
    let durations: HashMap<String, Duration> = states
        .iter()
        .filter_map(|step| match step.action {
            Action::Wait(duration) => Some((step.name(), duration)),
            _ => None,
        })
        .collect();
    let exits = events.iter().filter_map(|event| match &event.event {
        Event::StateExited { state_type: StateType::Wait, name, .. } => Some((event, name)),
        _ => None,
    });
    let waits = exits.filter_map(|(exit, name)| {
        let entered = usize::try_from(exit.previous_event_id).ok().and_then(|id| events.get(id.checked_sub(1)?))?;
        Some((&**name, exit.timestamp.duration_since(entered.timestamp), *durations.get(&**name)?))
    });
    waits.collect()
}

/// No retry begins before its time.
fn retries(machine: &Machine, events: &[HistoryEvent]) -> Checked {
    let intervals: HashMap<String, Duration> = machine
        .states()
        .iter()
        .filter_map(|step| match step.action {
            Action::Work { interval, .. } => Some((step.name(), interval)),
            _ => None,
        })
        .collect();
    let mut failed: HashMap<u64, u32> = HashMap::new();
    let mut names: HashMap<u64, (u64, &str)> = HashMap::new();
    for event in events {
        if let Event::StateEntered { name, .. } = &event.event {
            names.insert(event.id, (event.id, name));
        }
        let (Event::Task { event: task, .. }, Some((visit, name))) =
            (&event.event, names.get(&event.previous_event_id).copied())
        else {
            continue;
        };
        names.insert(event.id, (visit, name));
        match task {
            TaskEvent::Failed(_) => *failed.entry(visit).or_default() += 1,
            TaskEvent::Scheduled { .. } => {
                let Some(times) = failed.get(&visit) else { continue };
                let Some(interval) = intervals.get(name) else { continue };
                let delay = *interval * 2_u32.pow(times - 1);
                let before =
                    usize::try_from(event.previous_event_id).ok().and_then(|id| events.get(id.checked_sub(1)?));
                let passed = before.map(|before| event.timestamp.duration_since(before.timestamp)).unwrap_or_default();
                ensure(passed >= SignedDuration::try_from(delay).unwrap_or_default(), || {
                    format!("the retry {times} of {name} came after {passed:?}, not {delay:?}")
                })?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// How many events of each type there are, those of states by the state's name.
pub fn counts(events: &[HistoryEvent]) -> Counts {
    let mut counts = Counts::new();
    for event in events {
        let name = match &event.event {
            Event::StateEntered { name, .. } | Event::StateExited { name, .. } => &**name,
            Event::MapIteration { name, .. } => &**name,
            _ => "",
        };
        *counts.entry(format!("{} {name}", event.event.type_name())).or_default() += 1;
    }
    counts
}

/// What is wrong, unless it holds.
///
/// # Errors
///
/// What `wrong` says.
pub fn ensure(holds: bool, wrong: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(wrong()) }
}

/// The execution ended as the machine says.
///
/// # Errors
///
/// How it ended instead.
pub fn result(machine: &Machine, n: u64, events: &[HistoryEvent]) -> Checked {
    let end = end(events);
    let is_right = match (machine.result(n), &end) {
        (Ok(expected), Some(ExecutionStatus::Succeeded(output))) => {
            output.read::<f64>().is_ok_and(|n| n == expected as f64)
        }
        (Err(error), Some(ExecutionStatus::Failed(failure))) => failure.error.as_deref() == Some(error),
        _ => false,
    };
    ensure(is_right, || format!("it ended with {end:?}, not with {:?}", machine.result(n)))
}

/// Whether a task has succeeded.
pub fn is_success(event: &Event) -> bool {
    matches!(event, Event::Task { event: TaskEvent::Succeeded { .. }, .. })
}
