//! An execution's record as JSON, and its replay against the code as it is now.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::divergence::Divergence;
use super::engine::StandardEngine;
use super::executable::Executable;
use super::life::Life;
use super::record::{Cause, Record};
use super::store::{ExecutionId, NewExecution, StoreError, StoredExecution};
use crate::engine::Engine;
use crate::history::{Event, HistoryEvent};
use crate::{ExecutionIdentity, Payload};

/// All that is recorded of an execution, to be kept in a file: what a test replays against the code as it is then.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordedExecution {
    /// How it is written: [`RecordedExecution::FORMAT`].
    pub format: u32,
    /// Its number in its store, of which its task tokens are made.
    pub id: i64,
    /// The fingerprint of the definition that it began with.
    pub definition: Arc<str>,
    /// Its ARN.
    pub execution_arn: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// The role that it runs as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<Arc<str>>,
    /// The ARN of its state machine.
    pub state_machine_arn: Arc<str>,
    /// The name of its state machine or workflow.
    pub state_machine_name: Arc<str>,
    /// The alias it was started through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_machine_alias_arn: Option<Arc<str>>,
    /// The version it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_machine_version_arn: Option<Arc<str>>,
    /// When it was started.
    pub start_date: Timestamp,
    /// What all that is random in it is made of.
    pub seed: [u8; 16],
    /// Its input.
    pub input: Payload,
    /// What happened, in order.
    pub records: Vec<ExportedRecord>,
}

/// Something that happened, and what the program did then.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedRecord {
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub cause: Cause,
    /// What the program did, as history tells it.
    pub events: Vec<ExportedEvent>,
}

/// An event of a record, whose time it has.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedEvent {
    /// Its place in the history, from 1.
    pub id: u64,
    /// The event that led to it.
    pub previous_event_id: u64,
    /// What happened.
    pub event: Event,
}

impl StandardEngine {
    /// All that is recorded of an execution.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or has no such execution.
    pub async fn export(&self, id: ExecutionId) -> Result<RecordedExecution, StoreError> {
        let records = self.records(id).await?;
        let stored = self.store().execution(id).await?;
        let stored = stored.ok_or_else(|| StoreError::Corrupt("the execution is forgotten".to_owned()))?;
        Ok(RecordedExecution::new(&stored, records))
    }
}

impl RecordedExecution {
    /// The format that this version writes and reads.
    pub const FORMAT: u32 = 1;

    /// An execution with all that is recorded of it.
    pub fn new(stored: &StoredExecution, records: Vec<Record>) -> Self {
        let new = &stored.new;
        let identity = ExecutionIdentity::clone(&new.identity);
        Self {
            format: Self::FORMAT,
            id: stored.id.0,
            definition: Arc::clone(&new.definition),
            execution_arn: identity.execution_arn,
            name: identity.name,
            role_arn: identity.role_arn,
            state_machine_arn: identity.state_machine_arn,
            state_machine_name: identity.state_machine_name,
            state_machine_alias_arn: identity.state_machine_alias_arn,
            state_machine_version_arn: identity.state_machine_version_arn,
            start_date: new.start_date,
            seed: new.seed,
            input: Payload::of_stored(&new.input),
            records: records.into_iter().map(ExportedRecord::from).collect(),
        }
    }

    /// The execution as JSON.
    ///
    /// # Errors
    ///
    /// If something in it cannot be JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// If it is not that, or of a format that this version does not know.
    pub fn from_json(text: &str) -> Result<Self, ReplayError> {
        let unreadable = |error: serde_json::Error| ReplayError::Unreadable(error.to_string());
        let format: Format = serde_json::from_str(text).map_err(unreadable)?;
        match format.format {
            Self::FORMAT => serde_json::from_str(text).map_err(unreadable),
            format => Err(ReplayError::Unreadable(format!("its format is {format}, which this version does not know"))),
        }
    }

    /// The history, as far as it is recorded.
    pub fn events(&self) -> impl Iterator<Item = HistoryEvent> {
        self.records.iter().cloned().flat_map(|record| Record::from(record).events)
    }

    /// Runs the execution once more, as far as it is recorded, and compares all that the code does with the record. Nothing
    /// outside is done, and the engine is only shown to the code.
    ///
    /// # Errors
    ///
    /// [`ReplayError::Diverged`] with the first difference.
    pub fn replay(&self, executable: &dyn Executable, engine: &Engine) -> Result<(), ReplayError> {
        let identity = ExecutionIdentity {
            execution_arn: Arc::clone(&self.execution_arn),
            name: Arc::clone(&self.name),
            role_arn: self.role_arn.clone(),
            state_machine_arn: Arc::clone(&self.state_machine_arn),
            state_machine_name: Arc::clone(&self.state_machine_name),
            state_machine_alias_arn: self.state_machine_alias_arn.clone(),
            state_machine_version_arn: self.state_machine_version_arn.clone(),
        };
        let new = NewExecution {
            identity: Arc::new(identity),
            definition: Arc::clone(&self.definition),
            input: self.input.as_text().into(),
            start_date: self.start_date,
            seed: self.seed,
            parent: None,
            details: None,
        };
        let records = self.records.iter().cloned().map(Record::from).collect();
        Life::new(ExecutionId(self.id), &new, &self.input, executable, engine)
            .restore(records)
            .map_err(ReplayError::Diverged)
    }
}

/// Says how the rest is written.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

impl From<Record> for ExportedRecord {
    fn from(Record { at, cause, events }: Record) -> Self {
        let events = events.into_iter().map(|HistoryEvent { id, previous_event_id, event, .. }| ExportedEvent {
            id,
            previous_event_id,
            event,
        });
        Self { at, cause, events: events.collect() }
    }
}

impl From<ExportedRecord> for Record {
    fn from(ExportedRecord { at, cause, events }: ExportedRecord) -> Self {
        let events = events.into_iter().map(|ExportedEvent { id, previous_event_id, event }| HistoryEvent {
            id,
            previous_event_id,
            timestamp: at,
            event,
        });
        Self { at, cause, events: events.collect() }
    }
}

/// Why an exported execution is not what the code does now.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplayError {
    /// It cannot be read, with the reason.
    Unreadable(String),
    /// The code does something else.
    Diverged(Divergence),
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(f, "this is no exported execution: {reason}"),
            Self::Diverged(divergence) => divergence.fmt(f),
        }
    }
}

impl std::error::Error for ReplayError {}
