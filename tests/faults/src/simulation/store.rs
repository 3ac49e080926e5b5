//! A store whose writes take time, fail, and end the process.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::pending;
use jiff::Timestamp;
use rand::RngExt;
use rand::rngs::StdRng;
use tokio::sync::{Notify, oneshot};
use workflow_engine::clock::Clock;
use workflow_engine::durable::{
    Commit, Definition, ExecutionId, JournalRow, ListFilter, LoadedExecution, MemoryStore, OpenExecution, Store,
    StoreError, StoreRequest, Stored, StoredExecution,
};

use super::plan::Faults;

/// One process's way to what is stored. Like the real one it writes groups: whatever waits when the last is written.
#[derive(Clone)]
pub(super) struct FaultyStore(Arc<Shared>);

struct Shared {
    stored: MemoryStore,
    clock: Clock,
    faults: Faults,
    writing: Mutex<Writing>,
    /// Nothing is written or answered any more.
    is_dead: AtomicBool,
    died: Notify,
    failures: AtomicUsize,
    /// How long writes have taken and failed, in milliseconds.
    disturbed: AtomicUsize,
}

/// A write, and who waits for it.
type Waiting = (Arc<Commit>, oneshot::Sender<Result<(), StoreError>>);

struct Writing {
    random: StdRng,
    waiting: Vec<Waiting>,
    is_written: bool,
}

impl FaultyStore {
    pub(super) fn new(stored: MemoryStore, clock: Clock, faults: Faults, random: StdRng) -> Self {
        Self(Arc::new(Shared {
            stored,
            clock,
            faults,
            writing: Mutex::new(Writing { random, waiting: Vec::new(), is_written: false }),
            is_dead: AtomicBool::new(false),
            died: Notify::new(),
            failures: AtomicUsize::new(0),
            disturbed: AtomicUsize::new(0),
        }))
    }

    /// Waits until a write has ended the process.
    pub(super) async fn died(&self) {
        self.0.died.notified().await;
    }

    /// Ends the process: what is under way is not written.
    pub(super) fn die(&self) {
        self.0.is_dead.store(true, Ordering::Relaxed);
        self.0.died.notify_one();
    }

    /// How many writes have failed.
    pub(super) fn failures(&self) -> usize {
        self.0.failures.load(Ordering::Relaxed)
    }

    /// How long executions may have waited for writes, at most.
    pub(super) fn disturbed(&self) -> Duration {
        Duration::from_millis(self.0.disturbed.load(Ordering::Relaxed) as u64)
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.0.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn happens(&self, of_a_thousand: u32) -> bool {
        self.writing().random.random_range(0..1_000) < of_a_thousand
    }

    fn disturbs(&self, time: Duration) {
        self.0.disturbed.fetch_add(time.as_millis() as usize, Ordering::Relaxed);
    }

    /// Writes groups until nothing waits.
    async fn write_groups(self) {
        loop {
            let slowest = self.0.faults.slowest_write.as_millis() as u64;
            let (group, delay) = {
                let mut writing = self.writing();
                let group = std::mem::take(&mut writing.waiting);
                writing.is_written = !group.is_empty();
                (group, Duration::from_millis(writing.random.random_range(0..=slowest)))
            };
            if group.is_empty() {
                return;
            }
            if !delay.is_zero() {
                self.0.clock.sleep(delay).await;
            }
            // One write waits for the group before it too.
            self.disturbs(2 * delay);
            self.write(group).await;
            if self.0.is_dead.load(Ordering::Relaxed) {
                return;
            }
        }
    }

    async fn write(&self, group: Vec<Waiting>) {
        if self.0.is_dead.load(Ordering::Relaxed) {
            return;
        }
        let is_killed = self.happens(self.0.faults.kills_of_writes);
        if is_killed && self.happens(500) {
            return self.die();
        }
        if self.happens(self.0.faults.failures_of_writes) {
            self.0.failures.fetch_add(group.len(), Ordering::Relaxed);
            self.disturbs(LONGEST_PAUSE);
            for (number, (_, answer)) in group.into_iter().enumerate() {
                let error = if number % 2 == 0 { StoreError::Unavailable } else { StoreError::Full };
                // Whoever does not wait any more need not know.
                let _ = answer.send(Err(error("injected".to_owned())));
            }
            return;
        }
        let mut answers = Vec::with_capacity(group.len());
        for (commit, answer) in group {
            answers.push((self.0.stored.commit(commit).await, answer));
        }
        if is_killed {
            return self.die();
        }
        for (result, answer) in answers {
            let _ = answer.send(result);
        }
    }

    /// A read, which may fail.
    fn read<T: Send + 'static>(&self, answer: Stored<T>) -> Stored<T> {
        if self.0.is_dead.load(Ordering::Relaxed) {
            return pending().boxed();
        }
        if self.happens(self.0.faults.failures_of_reads) {
            self.disturbs(Duration::from_secs(1));
            return std::future::ready(Err(StoreError::Unavailable("injected".to_owned()))).boxed();
        }
        let turns = self.writing().random.random_range(0..4);
        async move {
            // Others go on before it is answered.
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            answer.await
        }
        .boxed()
    }
}

/// How long the engine waits before it writes again what has failed, at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

impl fmt::Debug for FaultyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FaultyStore").field(&self.0.faults).finish()
    }
}

impl Store for FaultyStore {
    fn commit(&self, commit: Arc<Commit>) -> Stored<()> {
        let (answer, answered) = oneshot::channel();
        if self.0.is_dead.load(Ordering::Relaxed) {
            return pending().boxed();
        }
        let is_written = {
            let mut writing = self.writing();
            writing.waiting.push((commit, answer));
            std::mem::replace(&mut writing.is_written, true)
        };
        if !is_written {
            tokio::spawn(self.clone().write_groups());
        }
        async move {
            match answered.await {
                Ok(result) => result,
                // The process is dead.
                Err(_) => pending().await,
            }
        }
        .boxed()
    }

    fn load(&self, executions: Vec<ExecutionId>) -> Stored<Vec<LoadedExecution>> {
        self.read(self.0.stored.load(executions))
    }

    fn journal(&self, execution: ExecutionId) -> Stored<Vec<JournalRow>> {
        self.read(self.0.stored.journal(execution))
    }

    fn journal_page(&self, execution: ExecutionId, skip: u32, count: u32) -> Stored<Vec<JournalRow>> {
        self.read(self.0.stored.journal_page(execution, skip, count))
    }

    fn last_row(&self, execution: ExecutionId) -> Stored<Option<JournalRow>> {
        self.read(self.0.stored.last_row(execution))
    }

    fn execution(&self, execution: ExecutionId) -> Stored<Option<StoredExecution>> {
        self.read(self.0.stored.execution(execution))
    }

    fn find(&self, execution_arn: &str) -> Stored<Option<StoredExecution>> {
        self.read(self.0.stored.find(execution_arn))
    }

    fn list(&self, filter: ListFilter, before: Option<ExecutionId>, count: usize) -> Stored<Vec<StoredExecution>> {
        self.read(self.0.stored.list(filter, before, count))
    }

    fn open(&self, after: Option<ExecutionId>, count: usize) -> Stored<Vec<OpenExecution>> {
        self.read(self.0.stored.open(after, count))
    }

    fn last_id(&self) -> Stored<ExecutionId> {
        self.read(self.0.stored.last_id())
    }

    fn prune(&self, stopped_before: Timestamp, count: usize) -> Stored<usize> {
        self.0.stored.prune(stopped_before, count)
    }

    fn put_definition(&self, definition: Definition) -> Stored<()> {
        self.read(self.0.stored.put_definition(definition))
    }

    fn definition(&self, fingerprint: &str) -> Stored<Option<Definition>> {
        self.read(self.0.stored.definition(fingerprint))
    }

    fn put_document(&self, collection: &'static str, name: &str, text: Option<String>) -> Stored<()> {
        self.0.stored.put_document(collection, name, text)
    }

    fn documents(&self, collection: &'static str) -> Stored<Vec<(String, String)>> {
        self.0.stored.documents(collection)
    }

    fn requests(&self) -> Stored<Vec<StoreRequest>> {
        self.0.stored.requests()
    }

    fn answer(&self, request: i64, answer: Result<String, String>) -> Stored<()> {
        self.0.stored.answer(request, answer)
    }
}
