//! Where a program does something else than what is on record.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::record::Cause;
use crate::history::{Event, HistoryEvent, TaskEvent};
use crate::{Failure, Payload};

/// The first difference between a program and the record of its execution.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// The id of the event.
    pub event_id: u64,
    /// The branches and iterations of the program where it is; empty for the top level, or where it is not known.
    pub scope: Arc<str>,
    /// What is on record; none where the record ends the step before.
    pub recorded: Option<String>,
    /// What the program did; none where it waits for something else.
    pub program: Option<String>,
}

impl Divergence {
    pub(super) fn new(scope: &Arc<str>, recorded: Option<HistoryEvent>, program: Option<&HistoryEvent>) -> Self {
        let event_id = program.or(recorded.as_ref()).map_or(0, |event| event.id);
        let recorded = recorded.map(|recorded| described(&recorded));
        Self { event_id, scope: Arc::clone(scope), recorded, program: program.map(described) }
    }

    /// Something happened that the program does not wait for.
    pub(super) fn not_waited_for(event_id: u64, cause: &Cause) -> Self {
        let effect = cause.effect().unwrap_or_default();
        let recorded = format!("an answer to the effect {effect}");
        Self { event_id, scope: Arc::from(""), recorded: Some(recorded), program: None }
    }

    /// Whether the program does what is on record. What only tells people more about it may differ: the causes of errors,
    /// which another version may word differently.
    pub(super) fn is_same(recorded: &HistoryEvent, program: &HistoryEvent) -> bool {
        let is_same_place = recorded.id == program.id && recorded.previous_event_id == program.previous_event_id;
        is_same_place && (recorded.event == program.event || is_same_step(&recorded.event, &program.event))
    }
}

/// Whether two events are the same but for the causes of errors.
fn is_same_step(recorded: &Event, program: &Event) -> bool {
    match (failure(recorded), failure(program)) {
        (Some(one), Some(other)) => recorded.type_name() == program.type_name() && one.error == other.error,
        _ => false,
    }
}

fn failure(event: &Event) -> Option<&Failure> {
    match event {
        Event::ExecutionFailed(failure)
        | Event::MapRunFailed(failure)
        | Event::EvaluationFailed { failure, .. }
        | Event::Task {
            event:
                TaskEvent::Failed(failure)
                | TaskEvent::TimedOut(failure)
                | TaskEvent::ScheduleFailed(failure)
                | TaskEvent::StartFailed(failure)
                | TaskEvent::SubmitFailed(failure),
            ..
        } => Some(failure),
        _ => None,
    }
}

/// An event in few words: its type, the state, and a hash of the data that it has.
fn described(event: &HistoryEvent) -> String {
    let mut text = event.event.type_name();
    let (name, data) = match &event.event {
        Event::StateEntered { name, input, .. } => (Some(name), Some(input)),
        Event::StateExited { name, output, .. } => (Some(name), Some(output)),
        Event::MapIteration { name, .. } => (Some(name), None),
        Event::EvaluationFailed { state, .. } => (Some(state), None),
        Event::ExecutionStarted { input, .. } => (None, Some(input)),
        Event::ExecutionSucceeded { output } => (None, Some(output)),
        Event::Task { event: TaskEvent::Scheduled { input, .. }, .. } => (None, Some(input)),
        Event::Task { event: TaskEvent::Submitted { output } | TaskEvent::Succeeded { output }, .. } => {
            (None, Some(output))
        }
        _ => (None, None),
    };
    if let Some(name) = name {
        text.push_str(&format!(" `{name}`"));
    }
    if let Event::MapIteration { index, .. } = &event.event {
        text.push_str(&format!(" {index}"));
    }
    if let Some(data) = data.filter(|data| !data.is_unrecorded() && !data.is_null()) {
        text.push_str(&format!(" (data {})", hash(data)));
    }
    text.push_str(&format!(" after event {}", event.previous_event_id));
    text
}

/// The first digits of a hash of data.
fn hash(data: &Payload) -> String {
    Sha256::digest(data.as_text()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { event_id, scope, recorded, program } = self;
        write!(f, "the code is not the one that this execution began with: at event {event_id}")?;
        if !scope.is_empty() {
            write!(f, " in {scope}")?;
        }
        match recorded {
            Some(recorded) => write!(f, " the record has {recorded}")?,
            None => f.write_str(" the record has nothing more for this step")?,
        }
        match program {
            Some(program) => write!(f, ", and the code comes to {program}"),
            None => f.write_str(", and the code waits for something else"),
        }
    }
}

impl std::error::Error for Divergence {}
