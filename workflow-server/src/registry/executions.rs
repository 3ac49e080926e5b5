use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use workflow_engine::Execution;

use super::{Entry, Registry, Revision, lock};

/// An execution of a Standard state machine.
#[derive(Clone, Debug)]
pub(crate) struct ExecutionRecord {
    /// The input as it was given.
    pub(crate) input: String,
    pub(crate) trace_header: Option<String>,
    /// What it runs.
    pub(crate) revision: Arc<Revision>,
    /// The execution itself, which knows its names.
    pub(crate) execution: Execution,
}

/// Which executions to list.
#[derive(Clone, Debug)]
pub(crate) struct ExecutionQuery<'a> {
    /// The state machine whose executions they are.
    pub(crate) machine_arn: &'a str,
    /// The version or alias that they were started with.
    pub(crate) qualified_arn: Option<&'a str>,
    /// Their status, as the API writes it.
    pub(crate) status: Option<&'a str>,
}

/// Executions in the order in which they started.
#[derive(Debug, Default)]
pub(super) struct Executions {
    records: BTreeMap<u64, Arc<ExecutionRecord>>,
    by_arn: HashMap<String, u64>,
    by_machine: HashMap<String, Vec<u64>>,
}

impl Executions {
    fn insert(&mut self, record: ExecutionRecord) -> Arc<ExecutionRecord> {
        let place = self.records.last_key_value().map_or(1, |(last, _)| last + 1);
        let identity = record.execution.identity().clone();
        let record = Arc::new(record);
        self.records.insert(place, Arc::clone(&record));
        self.by_arn.insert(identity.execution_arn.to_string(), place);
        self.by_machine.entry(identity.state_machine_arn.to_string()).or_default().push(place);
        record
    }
}

impl ExecutionQuery<'_> {
    fn asks_for(&self, record: &ExecutionRecord) -> bool {
        let identity = record.execution.identity();
        let is_qualified_so = |asked: &str| {
            identity.state_machine_version_arn.as_deref() == Some(asked)
                || identity.state_machine_alias_arn.as_deref() == Some(asked)
        };
        self.qualified_arn.is_none_or(is_qualified_so)
            && self.status.is_none_or(|asked| record.execution.state().status.as_str() == asked)
    }
}

impl Registry {
    /// Starts an execution unless there is one of this ARN.
    ///
    /// # Errors
    ///
    /// The one that there is.
    pub(crate) fn start_execution(
        &self,
        arn: &str,
        start: impl FnOnce() -> ExecutionRecord,
    ) -> Result<Arc<ExecutionRecord>, Arc<ExecutionRecord>> {
        let mut executions = lock(&self.executions);
        let existing = executions.by_arn.get(arn).and_then(|place| executions.records.get(place));
        match existing {
            Some(existing) => Err(Arc::clone(existing)),
            None => Ok(executions.insert(start())),
        }
    }

    pub(crate) fn execution(&self, arn: &str) -> Option<Arc<ExecutionRecord>> {
        let executions = lock(&self.executions);
        executions.by_arn.get(arn).and_then(|place| executions.records.get(place)).cloned()
    }

    /// Up to `count` executions, newest first, that come before a place.
    pub(crate) fn executions(
        &self,
        query: &ExecutionQuery<'_>,
        before: Option<u64>,
        count: usize,
    ) -> Vec<Entry<Arc<ExecutionRecord>>> {
        let executions = lock(&self.executions);
        let places = executions.by_machine.get(query.machine_arn).map_or(&[][..], Vec::as_slice);
        let end = before.map_or(places.len(), |before| places.partition_point(|place| *place < before));
        let earlier = places.iter().take(end).rev();
        let records = earlier.filter_map(|place| Some((*place, executions.records.get(place)?)));
        let asked = records.filter(|(_, record)| query.asks_for(record));
        asked.take(count).map(|(place, record)| (place, Arc::clone(record))).collect()
    }
}
