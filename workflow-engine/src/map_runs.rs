//! Map Runs: the runs of distributed Maps, which may be looked at and limited while they run.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indexmap::IndexMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::durable::{LimitChanges, Recorder};

/// What became of a Map Run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapRunStatus {
    /// `RUNNING`.
    Running,
    /// `SUCCEEDED`.
    Succeeded,
    /// `FAILED`: more failed than is tolerated.
    Failed,
    /// `ABORTED`: its execution was over before it was.
    Aborted,
}

impl MapRunStatus {
    /// The status as the API writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Aborted => "ABORTED",
        }
    }
}

/// What may be changed of a Map Run while it runs: see `UpdateMapRun` in the Step Functions API reference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MapRunLimits {
    /// How many child executions may run at a time; 0 for as many as there may be.
    pub max_concurrency: u64,
    /// How many items may fail; 0 if only the percentage counts.
    pub tolerated_failure_count: u64,
    /// How many items in a hundred may fail; 0 if only the count counts.
    pub tolerated_failure_percentage: f64,
}

impl MapRunLimits {
    /// Whether the definition says how many may fail; without that, none may.
    pub(crate) fn has_threshold(&self) -> bool {
        self.tolerated_failure_count > 0 || self.tolerated_failure_percentage > 0.0
    }

    /// Whether so many failures of so many items are too many.
    pub(crate) fn are_exceeded(&self, failed: u64, total: u64) -> bool {
        let (count, percentage) = (self.tolerated_failure_count, self.tolerated_failure_percentage);
        let by_count = count > 0 && failed > count;
        let by_percentage = percentage > 0.0 && failed as f64 * 100.0 > percentage * total as f64;
        by_count || by_percentage || (!self.has_threshold() && failed > 0)
    }
}

/// How many items, or child executions, are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MapRunCounts {
    /// Not started yet.
    pub pending: u64,
    /// Being processed.
    pub running: u64,
    /// Done.
    pub succeeded: u64,
    /// Failed.
    pub failed: u64,
    /// Stopped with the Map Run.
    pub aborted: u64,
    /// All of them.
    pub total: u64,
}

impl MapRunCounts {
    fn abort(&mut self) {
        self.aborted += std::mem::take(&mut self.running);
    }
}

/// A Map Run at some moment.
#[derive(Clone, Debug, PartialEq)]
pub struct MapRun {
    /// Its ARN.
    pub arn: Arc<str>,
    /// The execution whose Map state it is.
    pub execution_arn: Arc<str>,
    /// What became of it.
    pub status: MapRunStatus,
    /// When it started.
    pub start_date: Timestamp,
    /// When it was over; none while it runs.
    pub stop_date: Option<Timestamp>,
    /// What limits it.
    pub limits: MapRunLimits,
    /// Its items.
    pub items: MapRunCounts,
    /// Its child executions: as many as items, or as batches of them.
    pub executions: MapRunCounts,
}

/// The Map Runs of an engine, in the order in which they started.
#[derive(Clone, Debug, Default)]
pub struct MapRuns(Arc<Mutex<IndexMap<Arc<str>, Arc<Entry>>>>);

#[derive(Debug)]
struct Entry {
    map_run: Mutex<MapRun>,
    limits: watch::Sender<MapRunLimits>,
    /// Whether its limits change only by what its execution's recorder says.
    is_recorded: bool,
}

/// What can be locked is a plain value, which no panic leaves half changed.
fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Entry {
    fn snapshot(&self) -> MapRun {
        MapRun { limits: *self.limits.borrow(), ..lock(&self.map_run).clone() }
    }
}

impl MapRuns {
    /// The Map Run of this ARN.
    pub fn find(&self, arn: &str) -> Option<MapRun> {
        lock(&self.0).get(arn).map(|entry| entry.snapshot())
    }

    /// The Map Runs of an execution, oldest first.
    pub fn of_execution(&self, execution_arn: &str) -> Vec<MapRun> {
        let runs = lock(&self.0);
        let snapshots = runs.values().map(|entry| entry.snapshot());
        snapshots.filter(|map_run| &*map_run.execution_arn == execution_arn).collect()
    }

    /// Changes what limits a Map Run, from now on. `false` if there is none of this ARN, it is over, or its execution is
    /// [recorded](crate::durable) and has to be told by its own engine.
    pub fn update(&self, arn: &str, change: impl FnOnce(&mut MapRunLimits)) -> bool {
        let entry = lock(&self.0).get(arn).cloned();
        let entry = entry.filter(|entry| !entry.is_recorded);
        let running = entry.filter(|entry| lock(&entry.map_run).status == MapRunStatus::Running);
        running.map(|entry| entry.limits.send_modify(change)).is_some()
    }

    /// Adds a Map Run that starts now. One of the same ARN is replaced: its execution was brought back.
    pub(crate) fn start(&self, new: NewMapRun<'_>, keeper: Keeper) -> RunningMapRun {
        let counts = |total| MapRunCounts { pending: total, total, ..MapRunCounts::default() };
        let map_run = MapRun {
            arn: Arc::clone(new.arn),
            execution_arn: Arc::clone(new.execution_arn),
            status: MapRunStatus::Running,
            start_date: keeper.now(),
            stop_date: None,
            limits: new.limits,
            items: counts(new.items),
            executions: counts(new.executions),
        };
        let limits = watch::Sender::new(new.limits);
        let changes = match &keeper {
            Keeper::Clock(_) => Changes::Watched(limits.subscribe()),
            Keeper::Recorder(recorder) => Changes::Recorded(recorder.limit_changes(new.arn)),
        };
        let is_recorded = matches!(keeper, Keeper::Recorder(_));
        let entry = Arc::new(Entry { map_run: Mutex::new(map_run), limits, is_recorded });
        lock(&self.0).insert(Arc::clone(new.arn), Arc::clone(&entry));
        RunningMapRun { entry, keeper, changes }
    }
}

/// A Map Run to start.
pub(crate) struct NewMapRun<'a> {
    pub(crate) arn: &'a Arc<str>,
    pub(crate) execution_arn: &'a Arc<str>,
    pub(crate) limits: MapRunLimits,
    /// How many items it has.
    pub(crate) items: u64,
    /// How many child executions.
    pub(crate) executions: u64,
}

/// What knows the time of a Map Run.
#[derive(Debug)]
pub(crate) enum Keeper {
    Clock(Clock),
    /// That of an execution that is recorded.
    Recorder(Recorder),
}

impl Keeper {
    fn now(&self) -> Timestamp {
        match self {
            Self::Clock(clock) => clock.now(),
            Self::Recorder(recorder) => recorder.now(),
        }
    }
}

/// What says that limits have changed.
#[derive(Debug)]
enum Changes {
    Watched(watch::Receiver<MapRunLimits>),
    Recorded(LimitChanges),
}

/// A Map Run under way; one that is dropped was aborted, unless its execution is only put aside.
#[derive(Debug)]
pub(crate) struct RunningMapRun {
    entry: Arc<Entry>,
    keeper: Keeper,
    changes: Changes,
}

impl RunningMapRun {
    pub(crate) fn arn(&self) -> Arc<str> {
        Arc::clone(&lock(&self.entry.map_run).arn)
    }

    pub(crate) fn limits(&self) -> MapRunLimits {
        *self.entry.limits.borrow()
    }

    /// Waits until its limits have changed.
    pub(crate) async fn limits_changed(&mut self) {
        match &mut self.changes {
            // The sender is kept beside it.
            Changes::Watched(changes) => drop(changes.changed().await),
            Changes::Recorded(changes) => drop(self.entry.limits.send_replace(changes.next().await)),
        }
    }

    /// A child execution starts, for so many items.
    pub(crate) fn child_started(&self, items: u64) {
        self.count(items, |counts, by| {
            counts.pending = counts.pending.saturating_sub(by);
            counts.running += by;
        });
    }

    /// A child execution succeeded, for so many items.
    pub(crate) fn child_succeeded(&self, items: u64) {
        self.count(items, |counts, by| {
            counts.running = counts.running.saturating_sub(by);
            counts.succeeded += by;
        });
    }

    /// A child execution failed, for so many items.
    pub(crate) fn child_failed(&self, items: u64) {
        self.count(items, |counts, by| {
            counts.running = counts.running.saturating_sub(by);
            counts.failed += by;
        });
    }

    /// Whether more items have failed than its limits tolerate.
    pub(crate) fn exceeds_limits(&self) -> bool {
        let items = lock(&self.entry.map_run).items;
        self.limits().are_exceeded(items.failed, items.total)
    }

    fn count(&self, items: u64, change: impl Fn(&mut MapRunCounts, u64)) {
        let mut map_run = lock(&self.entry.map_run);
        change(&mut map_run.items, items);
        change(&mut map_run.executions, 1);
    }

    /// It is over.
    pub(crate) fn end(&self, status: MapRunStatus) {
        let now = self.keeper.now();
        let mut map_run = lock(&self.entry.map_run);
        if map_run.stop_date.is_none() {
            map_run.status = status;
            map_run.stop_date = Some(now);
            map_run.items.abort();
            map_run.executions.abort();
        }
    }
}

impl Drop for RunningMapRun {
    fn drop(&mut self) {
        match &self.keeper {
            Keeper::Recorder(recorder) if recorder.is_put_aside() => {}
            _ => self.end(MapRunStatus::Aborted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_counted_and_the_rest_is_aborted() {
        let runs = MapRuns::default();
        let (arn, execution): (Arc<str>, Arc<str>) = ("run".into(), "execution".into());
        let limits = MapRunLimits::default();
        let new = NewMapRun { arn: &arn, execution_arn: &execution, limits, items: 6, executions: 3 };
        let running = runs.start(new, Keeper::Clock(Clock::Real));
        running.child_started(2);
        running.child_started(2);
        running.child_succeeded(2);
        assert!(runs.update("run", |limits| limits.max_concurrency = 7));
        assert_eq!(running.limits().max_concurrency, 7);
        drop(running);
        let run = runs.find("run").unwrap();
        assert_eq!(run.items, MapRunCounts { pending: 2, succeeded: 2, aborted: 2, total: 6, ..Default::default() });
        assert_eq!(
            run.executions,
            MapRunCounts { pending: 1, succeeded: 1, aborted: 1, total: 3, ..Default::default() }
        );
        assert_eq!((run.status, run.limits.max_concurrency), (MapRunStatus::Aborted, 7));
        assert_eq!(runs.of_execution("execution"), [run]);
        assert!(!runs.update("run", |_| ()));
        assert_eq!(runs.find("another"), None);
    }

    #[test]
    fn limits_of_0_are_none() {
        let limits = |count, percentage| MapRunLimits {
            max_concurrency: 0,
            tolerated_failure_count: count,
            tolerated_failure_percentage: percentage,
        };
        assert!(limits(0, 0.0).are_exceeded(1, 10));
        assert!(!limits(0, 0.0).are_exceeded(0, 10));
        assert!(!limits(2, 0.0).are_exceeded(2, 10));
        assert!(limits(2, 0.0).are_exceeded(3, 10));
        assert!(!limits(0, 20.0).are_exceeded(2, 10));
        assert!(limits(5, 20.0).are_exceeded(3, 10));
    }
}
