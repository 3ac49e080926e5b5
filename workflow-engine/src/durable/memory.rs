//! A store in memory, for tests: durable as long as it is held.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::ready;
use jiff::Timestamp;

use super::store::{
    Commit, Definition, ExecutionId, JournalRow, ListFilter, LoadedExecution, OpenExecution, Status, Store, StoreError,
    StoreRequest, Stored, StoredExecution, Wake,
};

/// Keeps executions in memory. Cloning gives another handle to the same executions, so a test can open them again as a
/// process does after it was killed.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore(Arc<Mutex<Contents>>);

#[derive(Debug, Default)]
struct Contents {
    executions: BTreeMap<ExecutionId, Kept>,
    by_arn: HashMap<Arc<str>, ExecutionId>,
    last_id: i64,
    definitions: HashMap<Arc<str>, Definition>,
    documents: BTreeMap<(&'static str, String), String>,
    /// Why nothing can be written now.
    failure: Option<StoreError>,
    commits: u64,
}

#[derive(Debug)]
struct Kept {
    execution: StoredExecution,
    rows: Vec<JournalRow>,
}

impl MemoryStore {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes every write fail from now on, as a full disk does, or succeed again.
    pub fn fail_with(&self, failure: Option<StoreError>) {
        self.contents().failure = failure;
    }

    /// How many commits were written.
    pub fn commits(&self) -> u64 {
        self.contents().commits
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T: Send + 'static>(&self, read: impl FnOnce(&Contents) -> T) -> Stored<T> {
        let value = read(&self.contents());
        ready(Ok(value)).boxed()
    }

    fn write<T: Send + 'static>(&self, write: impl FnOnce(&mut Contents) -> Result<T, StoreError>) -> Stored<T> {
        let mut contents = self.contents();
        let result = match contents.failure.clone() {
            Some(failure) => Err(failure),
            None => write(&mut contents),
        };
        drop(contents);
        ready(result).boxed()
    }
}

impl Contents {
    fn commit(&mut self, commit: &Commit) -> Result<(), StoreError> {
        if let Some(new) = &commit.start {
            let arn = Arc::clone(&new.identity.execution_arn);
            if let Some(existing) = self.by_arn.get(&arn) {
                return Err(StoreError::ExecutionExists(*existing));
            }
            let execution = StoredExecution {
                id: commit.execution,
                new: new.clone(),
                status: Status::Running,
                stop_date: None,
                wake: Wake::Now,
                redrive_count: 0,
                redrive_date: None,
                suspended: None,
            };
            self.by_arn.insert(arn, commit.execution);
            self.last_id = self.last_id.max(commit.execution.0);
            self.executions.insert(commit.execution, Kept { execution, rows: Vec::new() });
        }
        let Some(kept) = self.executions.get_mut(&commit.execution) else {
            return Err(StoreError::Corrupt(format!("there is no execution {}", commit.execution.0)));
        };
        kept.apply(commit)?;
        self.commits += 1;
        Ok(())
    }
}

impl Kept {
    fn apply(&mut self, commit: &Commit) -> Result<(), StoreError> {
        if let Some(row) = &commit.row {
            if usize::try_from(row.sequence) != Ok(self.rows.len()) {
                return Err(StoreError::Corrupt(format!("record {} of an execution is out of order", row.sequence)));
            }
            self.rows.push(row.clone());
        }
        let execution = &mut self.execution;
        if let Some(wake) = commit.wake {
            execution.wake = wake;
        }
        if let Some((status, stop_date)) = commit.status {
            (execution.status, execution.stop_date) = (status, stop_date);
        }
        if let Some((count, date)) = commit.redrive {
            (execution.redrive_count, execution.redrive_date) = (count, Some(date));
        }
        if let Some(suspended) = &commit.suspended {
            execution.suspended.clone_from(suspended);
        }
        Ok(())
    }
}

impl ListFilter {
    /// Whether an execution is one of those to list.
    pub fn accepts(&self, execution: &StoredExecution) -> bool {
        let machine = self.state_machine_arn.as_deref();
        machine.is_none_or(|arn| *execution.new.identity.state_machine_arn == *arn)
            && self.status.is_none_or(|status| execution.status == status)
            && self.is_redriven.is_none_or(|is_redriven| (execution.redrive_count > 0) == is_redriven)
            && self.parent.is_none_or(|parent| execution.new.parent.is_some_and(|own| own.execution == parent))
    }
}

impl Store for MemoryStore {
    fn commit(&self, commit: Arc<Commit>) -> Stored<()> {
        self.write(|contents| contents.commit(&commit))
    }

    fn journal(&self, execution: ExecutionId) -> Stored<Vec<JournalRow>> {
        self.journal_page(execution, 0, u32::MAX)
    }

    fn journal_page(&self, execution: ExecutionId, skip: u32, count: u32) -> Stored<Vec<JournalRow>> {
        let page = |rows: &[JournalRow]| rows.iter().skip(skip as usize).take(count as usize).cloned().collect();
        self.read(|contents| contents.executions.get(&execution).map(|kept| page(&kept.rows)).unwrap_or_default())
    }

    fn last_row(&self, execution: ExecutionId) -> Stored<Option<JournalRow>> {
        self.read(|contents| contents.executions.get(&execution).and_then(|kept| kept.rows.last().cloned()))
    }

    fn execution(&self, execution: ExecutionId) -> Stored<Option<StoredExecution>> {
        self.read(|contents| contents.executions.get(&execution).map(|kept| kept.execution.clone()))
    }

    fn load(&self, executions: Vec<ExecutionId>) -> Stored<Vec<LoadedExecution>> {
        self.read(|contents| {
            let kept = executions.iter().filter_map(|id| contents.executions.get(id));
            let load = |kept: &Kept| LoadedExecution { execution: kept.execution.clone(), rows: kept.rows.clone() };
            kept.map(load).collect()
        })
    }

    fn find(&self, execution_arn: &str) -> Stored<Option<StoredExecution>> {
        self.read(|contents| {
            let id = contents.by_arn.get(execution_arn)?;
            contents.executions.get(id).map(|kept| kept.execution.clone())
        })
    }

    fn list(&self, filter: ListFilter, before: Option<ExecutionId>, count: usize) -> Stored<Vec<StoredExecution>> {
        self.read(|contents| {
            let all = contents.executions.values().rev().map(|kept| &kept.execution);
            let older = all.filter(|execution| before.is_none_or(|before| execution.id < before));
            older.filter(|execution| filter.accepts(execution)).take(count).cloned().collect()
        })
    }

    fn open(&self, after: Option<ExecutionId>, count: usize) -> Stored<Vec<OpenExecution>> {
        self.read(|contents| {
            let all = contents.executions.values().map(|kept| &kept.execution);
            let open = all.filter(|execution| execution.status == Status::Running);
            let open = open.filter(|execution| after.is_none_or(|after| execution.id > after)).take(count);
            open.map(|execution| {
                let wake = if execution.suspended.is_some() { Wake::Now } else { execution.wake };
                OpenExecution { id: execution.id, wake, parent: execution.new.parent }
            })
            .collect()
        })
    }

    fn last_id(&self) -> Stored<ExecutionId> {
        self.read(|contents| ExecutionId(contents.last_id))
    }

    fn prune(&self, stopped_before: Timestamp, count: usize) -> Stored<usize> {
        self.write(|contents| {
            let is_old = |kept: &Kept| kept.execution.stop_date.is_some_and(|stopped| stopped < stopped_before);
            let old = contents.executions.iter().filter(|(_, kept)| is_old(kept)).take(count).map(|(id, _)| *id);
            let old: Vec<ExecutionId> = old.collect();
            for id in &old {
                if let Some(kept) = contents.executions.remove(id) {
                    contents.by_arn.remove(&kept.execution.new.identity.execution_arn);
                }
            }
            Ok(old.len())
        })
    }

    fn put_definition(&self, definition: Definition) -> Stored<()> {
        self.write(|contents| {
            contents.definitions.entry(Arc::clone(&definition.fingerprint)).or_insert(definition);
            Ok(())
        })
    }

    fn definition(&self, fingerprint: &str) -> Stored<Option<Definition>> {
        self.read(|contents| contents.definitions.get(fingerprint).cloned())
    }

    fn put_document(&self, collection: &'static str, name: &str, text: Option<String>) -> Stored<()> {
        let key = (collection, name.to_owned());
        self.write(|contents| {
            match text {
                Some(text) => contents.documents.insert(key, text),
                None => contents.documents.remove(&key),
            };
            Ok(())
        })
    }

    fn documents(&self, collection: &'static str) -> Stored<Vec<(String, String)>> {
        self.read(|contents| {
            let all = contents.documents.iter().filter(|((of, _), _)| *of == collection);
            all.map(|((_, name), text)| (name.clone(), text.clone())).collect()
        })
    }

    fn requests(&self) -> Stored<Vec<StoreRequest>> {
        self.read(|_| Vec::new())
    }

    fn answer(&self, _request: i64, _answer: Result<String, String>) -> Stored<()> {
        self.write(|_| Ok(()))
    }
}
