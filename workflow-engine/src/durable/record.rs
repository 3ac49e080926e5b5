//! What is recorded of an execution: what happened to it from outside, and what it did then.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::effect::TokenNumber;
use super::store::{JournalRow, StoreError};
use crate::history::{Event, HistoryEvent};
use crate::{Failure, MapRunLimits, Payload, TaskError};

/// Something that a program waits for: the how manieth that it asked for, from 0.
pub type EffectId = u64;

/// What happens to an execution from outside. `P` is what stands for data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cause<P = Payload> {
    /// It begins.
    Started,
    /// A job was submitted, or a task whose token is waited for has done its part.
    Submitted {
        /// Which effect.
        effect: EffectId,
        /// The answer.
        output: P,
    },
    /// A worker took the task of an activity.
    WorkerStarted {
        /// Which effect.
        effect: EffectId,
        /// The worker's name, if it gave one.
        worker_name: Option<String>,
    },
    /// A task has succeeded.
    Succeeded {
        /// Which effect.
        effect: EffectId,
        /// Its result.
        output: P,
    },
    /// A task has failed.
    Failed {
        /// Which effect.
        effect: EffectId,
        /// How.
        error: TaskError,
    },
    /// The time of a wait, or of a task, is over.
    TimeIsOver {
        /// Which effect.
        effect: EffectId,
    },
    /// Somebody changed the limits of a Map Run.
    MapRunUpdated {
        /// Which.
        map_run_arn: Arc<str>,
        /// Its limits now.
        limits: MapRunLimits,
    },
    /// The execution took too long.
    TimedOut,
    /// Somebody stopped it.
    Stopped(Failure),
    /// Somebody redrives it: it goes on as if some of what happened had not.
    Redriven {
        /// How often it was redriven, this time included.
        redrive_count: u32,
        /// The records that are as if they had not been.
        undone: Vec<Undone>,
    },
    /// The token of a task was completed while the task still does its own part, after which this counts.
    CompletedEarly {
        /// Which effect.
        effect: EffectId,
        /// What it was completed with.
        result: Result<P, Failure>,
    },
}

/// A record that is as if it had not been.
///
/// What the program asked for in it is asked for no more, but keeps its numbers, by which later records go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Its place in the execution's record, from 0.
    pub record: u64,
    /// How many effects the program asked for in it.
    pub effects: u64,
    /// How many tokens.
    pub tokens: TokenNumber,
}

impl<P> Cause<P> {
    /// The effect that it is about.
    pub fn effect(&self) -> Option<EffectId> {
        match self {
            Self::Submitted { effect, .. }
            | Self::WorkerStarted { effect, .. }
            | Self::Succeeded { effect, .. }
            | Self::Failed { effect, .. }
            | Self::TimeIsOver { effect }
            | Self::CompletedEarly { effect, .. } => Some(*effect),
            Self::Started | Self::MapRunUpdated { .. } | Self::TimedOut | Self::Stopped(_) | Self::Redriven { .. } => {
                None
            }
        }
    }

    /// A task has ended with a result.
    pub(super) fn of_result(effect: EffectId, result: Result<P, Failure>) -> Self {
        match result {
            Ok(output) => Self::Succeeded { effect, output },
            Err(failure) => Self::Failed { effect, error: failure.into() },
        }
    }

    fn map<Q>(self, mut data: impl FnMut(P) -> Q) -> Cause<Q> {
        match self {
            Self::Submitted { effect, output } => Cause::Submitted { effect, output: data(output) },
            Self::Succeeded { effect, output } => Cause::Succeeded { effect, output: data(output) },
            Self::WorkerStarted { effect, worker_name } => Cause::WorkerStarted { effect, worker_name },
            Self::Failed { effect, error } => Cause::Failed { effect, error },
            Self::TimeIsOver { effect } => Cause::TimeIsOver { effect },
            Self::CompletedEarly { effect, result } => Cause::CompletedEarly { effect, result: result.map(data) },
            Self::MapRunUpdated { map_run_arn, limits } => Cause::MapRunUpdated { map_run_arn, limits },
            Self::Started => Cause::Started,
            Self::TimedOut => Cause::TimedOut,
            Self::Stopped(failure) => Cause::Stopped(failure),
            Self::Redriven { redrive_count, undone } => Cause::Redriven { redrive_count, undone },
        }
    }
}

/// Something that happened, and what the program did before it waited again.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// When. All that the program did has this time.
    pub at: Timestamp,
    /// What happened.
    pub cause: Cause,
    /// What the program did, as history tells it.
    pub events: Vec<HistoryEvent>,
}

/// Records as they are stored: each text once, and numbers small.
#[derive(Serialize, Deserialize)]
struct Row<T> {
    /// The texts of data, the first of which stands for 1; 0 is the execution's input.
    texts: Vec<T>,
    records: Vec<StoredRecord>,
}

#[derive(Serialize, Deserialize)]
struct StoredRecord {
    /// Milliseconds since 1970.
    at: i64,
    cause: Cause<u32>,
    /// The id of the first event.
    first_event_id: u64,
    /// The event before it, as how far back that is, and the event.
    events: Vec<(i64, Event<u32>)>,
}

/// What the first byte of a row says: how the rest is to be read.
const FORMAT: u8 = 1;

/// Encodes records of an execution.
pub fn encode(input: &Payload, records: Vec<Record>) -> Result<Vec<u8>, StoreError> {
    let mut texts = Texts { input: input.clone(), texts: Vec::new() };
    let records = records.into_iter().map(|record| stored(record, &mut texts)).collect();
    let row = Row { texts: texts.texts, records };
    postcard::to_extend(&row, vec![FORMAT]).map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn stored(record: Record, texts: &mut Texts) -> StoredRecord {
    let first_event_id = record.events.first().map_or(0, |event| event.id);
    let events = record.events.into_iter().map(|event| {
        let back = event.id.cast_signed().wrapping_sub(event.previous_event_id.cast_signed());
        (back, event.event.map(|payload| texts.index(payload)))
    });
    let events = events.collect();
    let cause = record.cause.map(|payload| texts.index(payload));
    StoredRecord { at: record.at.as_millisecond(), cause, first_event_id, events }
}

/// Decodes all rows of an execution's record.
pub(super) fn decode_rows(input: &Payload, rows: &[JournalRow]) -> Result<Vec<Record>, StoreError> {
    let mut records = Vec::with_capacity(rows.len());
    for row in rows {
        records.extend(decode(input, &row.data)?);
    }
    Ok(records)
}

/// Decodes records of an execution.
pub fn decode(input: &Payload, data: &[u8]) -> Result<Vec<Record>, StoreError> {
    let damaged = |reason: &str| StoreError::Corrupt(format!("a record of an execution cannot be read: {reason}"));
    let row: Row<String> = match data.split_first() {
        Some((&FORMAT, row)) => postcard::from_bytes(row).map_err(|error| damaged(&error.to_string()))?,
        Some((format, _)) => return Err(damaged(&format!("its format is {format}, which this version does not know"))),
        None => return Err(damaged("it is empty")),
    };
    let mut payloads = vec![input.clone()];
    payloads.extend(row.texts.into_iter().map(Payload::of_text));
    row.records
        .into_iter()
        .map(|record| {
            let mut is_whole = true;
            let mut payload = |index: u32| {
                let payload = usize::try_from(index).ok().and_then(|index| payloads.get(index));
                is_whole &= payload.is_some();
                payload.cloned().unwrap_or_else(Payload::unrecorded)
            };
            let at = Timestamp::from_millisecond(record.at).map_err(|error| damaged(&error.to_string()))?;
            let cause = record.cause.map(&mut payload);
            let events = (record.first_event_id..).zip(record.events).map(|(id, (back, event))| HistoryEvent {
                id,
                previous_event_id: id.wrapping_sub(back.cast_unsigned()),
                timestamp: at,
                event: event.map(&mut payload),
            });
            let events = events.collect();
            if is_whole { Ok(Record { at, cause, events }) } else { Err(damaged("it names data that it lacks")) }
        })
        .collect()
}

/// The data of a row, each text of which stands there once, if it comes again soon enough.
struct Texts {
    input: Payload,
    texts: Vec<Text>,
}

/// How far back a text is looked for.
const REMEMBERED: usize = 16;

impl Texts {
    fn index(&mut self, payload: Payload) -> u32 {
        let index = |place: usize| u32::try_from(place + 1).unwrap_or(u32::MAX);
        if self.input.is_same(&payload) {
            return 0;
        }
        let last = self.texts.iter().enumerate().rev().take(REMEMBERED);
        let mut same = last.filter(|(_, Text(text))| text.is_same(&payload) || text.as_text() == payload.as_text());
        if let Some((place, _)) = same.next() {
            return index(place);
        }
        if self.input.as_text() == payload.as_text() {
            return 0;
        }
        self.texts.push(Text(payload));
        index(self.texts.len() - 1)
    }
}

/// Data as its text.
struct Text(Payload);

impl Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_text())
    }
}
