//! The thread that writes.

use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::oneshot::{self, error::TryRecvError};
use workflow_engine::clock::real_monotonic;
use workflow_engine::durable::StoreError;

use crate::failure::{closed, store_error};
use crate::write::{Tables, Write};

/// How many writes one transaction has at most.
const MOST_WRITES: usize = 4_096;

/// About how many bytes one transaction writes at most.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// How many pages the log has when it is moved into the database: 16 MiB. A page that is written often is moved once.
const LOG_PAGES: i64 = 4_096;

/// How often the thread lets others run, without any of them writing, before it no longer waits for them.
const PATIENCE: u32 = 128;

/// So many writes are worth their sync: no more are waited for, and who was answered goes on while they are written.
const ENOUGH: usize = 128;

/// About how long it takes to wake a thread that sleeps, and to be woken by it in turn.
const WAKING: Duration = Duration::from_micros(100);

/// How long who waits for the disk alone stays awake.
const AWAKE: Duration = Duration::from_micros(300);

/// What the thread has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreCounters {
    /// How many transactions were committed.
    pub transactions: u64,
    /// How many writes were in them: commits of executions and other writes.
    pub writes: u64,
    /// How often the log was moved into the database.
    pub checkpoints: u64,
}

#[derive(Debug, Default)]
struct Counted {
    transactions: AtomicU64,
    writes: AtomicU64,
    checkpoints: AtomicU64,
}

/// Who waits for something.
type Waiting<T> = oneshot::Sender<Result<T, StoreError>>;

enum Message {
    Write(Job),
    Limit(Limit),
}

/// Something to write and who waits for it.
struct Job {
    write: Write,
    answer: Waiting<bool>,
}

/// A limit of the database's size and who waits for it.
struct Limit {
    max_bytes: Option<u64>,
    answer: Waiting<()>,
}

/// Where writes are handed to the thread, in their order.
#[derive(Clone, Debug)]
pub(crate) struct WriteQueue {
    messages: mpsc::Sender<Message>,
    /// How many writes are waited for.
    unanswered: Arc<AtomicUsize>,
}

impl WriteQueue {
    fn new(messages: mpsc::Sender<Message>) -> Self {
        Self { messages, unanswered: Arc::default() }
    }

    /// Has something written. The answer, when it is on the disk, is whether there was something to change.
    pub(crate) fn write(&self, write: Write) -> impl Future<Output = Result<bool, StoreError>> + Send + use<> {
        let (answer, answered) = oneshot::channel();
        let unanswered = Unanswered::one_more(&self.unanswered);
        // When the thread has ended, the message is dropped and with it the sender of the answer.
        drop(self.messages.send(Message::Write(Job { write, answer })));
        unanswered.answer(answered)
    }

    /// Limits the size of the database.
    pub(crate) fn limit(&self, max_bytes: Option<u64>) -> impl Future<Output = Result<(), StoreError>> + Send + use<> {
        let (answer, answered) = oneshot::channel();
        drop(self.messages.send(Message::Limit(Limit { max_bytes, answer })));
        async move { answered.await.unwrap_or_else(|_| Err(closed())) }
    }
}

/// A write that is waited for.
#[derive(Debug)]
struct Unanswered(Arc<AtomicUsize>);

impl Unanswered {
    fn one_more(unanswered: &Arc<AtomicUsize>) -> Self {
        unanswered.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(unanswered))
    }

    fn is_alone(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 1
    }

    /// Waits for the answer. Who goes on alone stays awake as long as a disk mostly takes: to fall asleep and be woken would
    /// take about as long again.
    async fn answer(self, mut answered: oneshot::Receiver<Result<bool, StoreError>>) -> Result<bool, StoreError> {
        let until = real_monotonic().saturating_add(AWAKE);
        while self.is_alone() && real_monotonic() < until {
            match answered.try_recv() {
                Ok(answer) => return answer,
                Err(TryRecvError::Empty) => tokio::task::yield_now().await,
                Err(TryRecvError::Closed) => return Err(closed()),
            }
        }
        answered.await.unwrap_or_else(|_| Err(closed()))
    }
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The thread. It ends when no queue is left and all that was handed to it is written, for which a drop of this waits.
#[derive(Debug)]
pub(crate) struct Writer {
    thread: Option<JoinHandle<()>>,
    counted: Arc<Counted>,
}

impl Writer {
    pub(crate) fn start(tables: Tables) -> io::Result<(WriteQueue, Self)> {
        let (messages, received) = mpsc::channel();
        let counted = Arc::new(Counted::default());
        let writing = Writing { tables, received, counted: Arc::clone(&counted), next_checkpoint: LOG_PAGES };
        let thread = thread::Builder::new().name("store-writer".to_owned()).spawn(|| writing.run())?;
        Ok((WriteQueue::new(messages), Self { thread: Some(thread), counted }))
    }

    pub(crate) fn counters(&self) -> StoreCounters {
        StoreCounters {
            transactions: self.counted.transactions.load(Ordering::Relaxed),
            writes: self.counted.writes.load(Ordering::Relaxed),
            checkpoints: self.counted.checkpoints.load(Ordering::Relaxed),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was shown when it happened.
            drop(thread.join());
        }
    }
}

/// What the thread has.
struct Writing {
    tables: Tables,
    received: mpsc::Receiver<Message>,
    counted: Arc<Counted>,
    /// No checkpoint before the log has so many pages: a reader may have kept the last one from its end.
    next_checkpoint: i64,
}

/// What is written next.
#[derive(Default)]
struct Group {
    jobs: Vec<Job>,
    bytes: usize,
    /// What comes after the jobs, if it is none.
    limit: Option<Limit>,
}

impl Group {
    fn is_empty(&self) -> bool {
        self.jobs.is_empty() && self.limit.is_none()
    }

    fn is_full(&self) -> bool {
        self.jobs.len() >= MOST_WRITES || self.bytes >= MOST_BYTES || self.limit.is_some()
    }

    fn push(&mut self, message: Message) {
        match message {
            Message::Write(job) => {
                self.bytes = self.bytes.saturating_add(job.write.weight());
                self.jobs.push(job);
            }
            Message::Limit(limit) => self.limit = Some(limit),
        }
    }

    /// Takes what waits as far as there is room; says whether there was anything.
    fn take_waiting(&mut self, received: &mpsc::Receiver<Message>) -> bool {
        let before = self.jobs.len();
        while !self.is_full()
            && let Ok(message) = received.try_recv()
        {
            self.push(message);
        }
        self.jobs.len() > before
    }
}

impl Writing {
    fn run(mut self) {
        let (mut answered, mut took) = (0, Duration::ZERO);
        while let Some(group) = self.next_group(answered, took) {
            answered = group.jobs.len();
            let begun = real_monotonic();
            self.write(group.jobs);
            took = real_monotonic().saturating_sub(begun);
            if let Some(Limit { max_bytes, answer }) = group.limit {
                // Nobody may wait for it.
                drop(answer.send(self.tables.limit(max_bytes)));
            }
            self.checkpoint_when_large();
        }
    }

    /// Everything that waits to be written, once there is anything; none when nothing can come any more.
    ///
    /// Executions that were just answered mostly write again at once. Would this not wait for them, half of all would write
    /// while the other half waits, and each had to wait for twice as many transactions. One that writes alone waits for
    /// nobody, others no longer than the last group took to write, and [many](ENOUGH) for nobody either.
    fn next_group(&self, answered: usize, took: Duration) -> Option<Group> {
        let mut group = Group::default();
        group.take_waiting(&self.received);
        let expected = answered.saturating_add(group.jobs.len()).min(ENOUGH);
        if group.is_empty() && !self.comes_at_once(&mut group) {
            group.push(self.received.recv().ok()?);
        }
        let until = real_monotonic().saturating_add(took);
        let mut patience = PATIENCE;
        while group.jobs.len() < expected && !group.is_full() && patience > 0 && real_monotonic() < until {
            if group.take_waiting(&self.received) {
                patience = PATIENCE;
            } else {
                patience -= 1;
                thread::yield_now();
            }
        }
        Some(group)
    }

    /// Looks whether something comes before it would pay to sleep: an execution that goes on alone writes again in less time
    /// than it takes to be woken.
    fn comes_at_once(&self, group: &mut Group) -> bool {
        let until = real_monotonic().saturating_add(WAKING);
        while real_monotonic() < until {
            if group.take_waiting(&self.received) || !group.is_empty() {
                return true;
            }
            thread::yield_now();
        }
        false
    }

    fn write(&mut self, jobs: Vec<Job>) {
        match self.transaction(&jobs) {
            Ok(outcomes) => jobs.into_iter().zip(outcomes).for_each(|(job, outcome)| drop(job.answer.send(outcome))),
            // The disk fails, or someone locks the database: that is so for each of them.
            Err(error @ StoreError::Unavailable(_)) => refuse(jobs, &error),
            Err(error) if jobs.len() == 1 => refuse(jobs, &error),
            // Alone, those can be written that there is space for, and that nothing is wrong with.
            Err(_) => jobs.into_iter().for_each(|job| self.write(vec![job])),
        }
    }

    fn transaction(&mut self, jobs: &[Job]) -> Result<Vec<Result<bool, StoreError>>, StoreError> {
        let written = self.tables.transaction(jobs.iter().map(|job| &job.write));
        if written.is_ok() {
            self.counted.transactions.fetch_add(1, Ordering::Relaxed);
            self.counted.writes.fetch_add(u64::try_from(jobs.len()).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
        written
    }

    /// Moves the log into the database when it is large, after everyone who waited was answered.
    fn checkpoint_when_large(&mut self) {
        let pages = match self.tables.log_pages() {
            Ok(pages) => pages,
            Err(error) => return tracing::warn!(%error, "the size of the log of executions cannot be read"),
        };
        if pages < LOG_PAGES {
            // It has begun again from its start.
            self.next_checkpoint = LOG_PAGES;
        }
        if pages < self.next_checkpoint {
            return;
        }
        self.next_checkpoint = pages.saturating_add(LOG_PAGES);
        match self.tables.checkpoint() {
            Ok(()) => drop(self.counted.checkpoints.fetch_add(1, Ordering::Relaxed)),
            Err(error) => tracing::warn!(%error, "the log of executions cannot be moved into their database"),
        }
    }
}

fn refuse(jobs: Vec<Job>, error: &StoreError) {
    jobs.into_iter().for_each(|job| drop(job.answer.send(Err(error.clone()))));
}

/// As many pages as SQLite can count.
const MOST_PAGES: u64 = 4_294_967_294;

impl Tables {
    /// Writes all or nothing; an execution that exists is an outcome like others.
    fn transaction<'w>(
        &mut self,
        writes: impl Iterator<Item = &'w Write>,
    ) -> Result<Vec<Result<bool, StoreError>>, StoreError> {
        let written = self.statement("BEGIN IMMEDIATE").and_then(|()| {
            let mut outcomes = Vec::new();
            for write in writes {
                match self.apply(write) {
                    outcome @ (Ok(_) | Err(StoreError::ExecutionExists(_))) => outcomes.push(outcome),
                    Err(error) => return Err(error),
                }
            }
            self.statement("COMMIT")?;
            Ok(outcomes)
        });
        if written.is_err() {
            self.roll_back();
        }
        written
    }

    fn statement(&self, sql: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([]))
            .map(drop)
            .map_err(store_error)
    }

    fn roll_back(&mut self) {
        self.texts.clear();
        // Some errors have ended the transaction already.
        if !self.connection.is_autocommit()
            && let Err(error) = self.statement("ROLLBACK")
        {
            tracing::warn!(%error, "a transaction of executions cannot be rolled back");
        }
    }

    /// Limits the size of the database. It never becomes smaller than what it holds.
    pub(crate) fn limit(&self, max_bytes: Option<u64>) -> Result<(), StoreError> {
        let page: u32 = self.connection.pragma_query_value(None, "page_size", |row| row.get(0)).map_err(store_error)?;
        let pages = max_bytes.map_or(MOST_PAGES, |bytes| (bytes / u64::from(page.max(1))).clamp(1, MOST_PAGES));
        let sql = format!("PRAGMA max_page_count = {pages}");
        self.connection.query_row(&sql, [], |_| Ok(())).map_err(store_error)
    }

    fn log_pages(&self) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached("PRAGMA wal_checkpoint(NOOP)").map_err(store_error)?;
        statement.query_row([], |row| row.get(1)).map_err(store_error)
    }

    fn checkpoint(&self) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)").map_err(store_error)?;
        statement.query_row([], |_| Ok(())).map_err(store_error)
    }
}
